-- Serial numbers of leaf certificates, lower-case hexadecimal: all that were ever drawn, by any hub, since this version.
CREATE TABLE certificate_serial (serial TEXT PRIMARY KEY);
