-- When DPS is asked (again) whether an activated board has registered; while somebody asks, when somebody else may.
ALTER TABLE board ADD COLUMN look_at BIGINT NOT NULL DEFAULT 0;
CREATE INDEX board_awaited ON board (look_at, activated_at, guid) WHERE state = 'ACTIVATED';
