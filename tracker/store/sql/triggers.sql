-- Made again after every migration: rebuilding a table drops its triggers. Statements end at a line of two dashes.

-- History is only ever added to.
CREATE TRIGGER IF NOT EXISTS journal_keeps BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is only added to'); END;
--
CREATE TRIGGER IF NOT EXISTS journal_stays BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is only added to'); END;
--
CREATE TRIGGER IF NOT EXISTS board_keeps BEFORE UPDATE ON board
BEGIN SELECT RAISE(ABORT, 'a published board never changes'); END;
--
CREATE TRIGGER IF NOT EXISTS board_stays BEFORE DELETE ON board
BEGIN SELECT RAISE(ABORT, 'a published board never changes'); END;
--
-- What the board reads of a project is carried on its receipts and milestones; a row that comes with it stays as it is.
CREATE TRIGGER IF NOT EXISTS funds_added AFTER INSERT ON funds
WHEN (NEW.standing, NEW.host_id) IS NOT (
    SELECT CASE WHEN p.removed_at IS NOT NULL OR p.status NOT IN ('active', 'paused') THEN 0 ELSE 1 + p.money_shared END,
           p.unit_id
    FROM project p WHERE p.id = NEW.project_id)
BEGIN
  UPDATE funds SET (standing, host_id) = (
    SELECT CASE WHEN p.removed_at IS NOT NULL OR p.status NOT IN ('active', 'paused') THEN 0 ELSE 1 + p.money_shared END,
           p.unit_id
    FROM project p WHERE p.id = NEW.project_id)
  WHERE id = NEW.id;
END;
--
CREATE TRIGGER IF NOT EXISTS funds_moved AFTER UPDATE OF project_id, removed_at ON funds
BEGIN
  UPDATE funds SET (standing, host_id) = (
    SELECT CASE WHEN NEW.removed_at IS NOT NULL OR p.removed_at IS NOT NULL OR p.status NOT IN ('active', 'paused')
                THEN 0 ELSE 1 + p.money_shared END,
           p.unit_id
    FROM project p WHERE p.id = NEW.project_id)
  WHERE id = NEW.id;
END;
--
CREATE TRIGGER IF NOT EXISTS milestone_added AFTER INSERT ON milestone
WHEN (NEW.standing, NEW.host_id) IS NOT (
    SELECT CASE WHEN p.removed_at IS NOT NULL OR p.status NOT IN ('active', 'paused') THEN 0 ELSE 1 + max(p.shared, p.money_shared) END,
           p.unit_id
    FROM project p WHERE p.id = NEW.project_id)
BEGIN
  UPDATE milestone SET (standing, host_id) = (
    SELECT CASE WHEN p.removed_at IS NOT NULL OR p.status NOT IN ('active', 'paused') THEN 0 ELSE 1 + max(p.shared, p.money_shared) END,
           p.unit_id
    FROM project p WHERE p.id = NEW.project_id)
  WHERE id = NEW.id;
END;
--
CREATE TRIGGER IF NOT EXISTS milestone_moved AFTER UPDATE OF project_id, removed_at ON milestone
BEGIN
  UPDATE milestone SET (standing, host_id) = (
    SELECT CASE WHEN NEW.removed_at IS NOT NULL OR p.removed_at IS NOT NULL OR p.status NOT IN ('active', 'paused')
                THEN 0 ELSE 1 + max(p.shared, p.money_shared) END,
           p.unit_id
    FROM project p WHERE p.id = NEW.project_id)
  WHERE id = NEW.id;
END;
--
-- What is removed stands at 0 already, and is set right when it is restored; only the live milestones have an index.
CREATE TRIGGER IF NOT EXISTS project_moved AFTER UPDATE OF unit_id, status, removed_at, money_shared, shared ON project
WHEN OLD.unit_id IS NOT NEW.unit_id OR OLD.status IS NOT NEW.status OR OLD.removed_at IS NOT NEW.removed_at
  OR OLD.money_shared IS NOT NEW.money_shared OR OLD.shared IS NOT NEW.shared
BEGIN
  UPDATE funds SET
    standing = CASE WHEN NEW.removed_at IS NOT NULL OR NEW.status NOT IN ('active', 'paused')
                    THEN 0 ELSE 1 + NEW.money_shared END,
    host_id = NEW.unit_id
  WHERE project_id = NEW.id AND removed_at IS NULL;
  UPDATE milestone SET
    standing = CASE WHEN NEW.removed_at IS NOT NULL OR NEW.status NOT IN ('active', 'paused')
                    THEN 0 ELSE 1 + max(NEW.shared, NEW.money_shared) END,
    host_id = NEW.unit_id
  WHERE project_id = NEW.id AND removed_at IS NULL;
END;
