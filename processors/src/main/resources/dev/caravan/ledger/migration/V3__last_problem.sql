-- What went wrong last, also when it is over: why a batch took longer is asked afterwards.
ALTER TABLE batch ADD COLUMN last_problem TEXT;
ALTER TABLE batch ADD COLUMN last_problem_at BIGINT;
