-- SQLite's clock under the name that all statements use: seconds since 1970 UTC, with fractions, as of this very moment.
CREATE FUNCTION unixepoch(text) RETURNS numeric LANGUAGE sql VOLATILE
    AS 'SELECT extract(epoch FROM clock_timestamp())';
