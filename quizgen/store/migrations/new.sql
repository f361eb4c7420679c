CREATE TABLE quizgen_version (
	version_num VARCHAR(32) NOT NULL,
	CONSTRAINT quizgen_version_pkc PRIMARY KEY (version_num)
)

CREATE TABLE secrets (
	name TEXT NOT NULL,
	value BLOB NOT NULL,
	PRIMARY KEY (name)
)

CREATE TABLE sources (
	digest TEXT NOT NULL,
	text TEXT NOT NULL,
	PRIMARY KEY (digest)
)

CREATE TABLE quizzes (
	id TEXT NOT NULL,
	digest TEXT NOT NULL,
	seed TEXT NOT NULL,
	student TEXT NOT NULL,
	made_at DATETIME NOT NULL, assignment TEXT NOT NULL DEFAULT '', signer TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (id)
)

CREATE TABLE questions (
	quiz TEXT NOT NULL,
	place INTEGER NOT NULL,
	question TEXT NOT NULL,
	exercise TEXT NOT NULL,
	version INTEGER NOT NULL,
	topic TEXT NOT NULL,
	source TEXT NOT NULL,
	variant JSON NOT NULL,
	PRIMARY KEY (quiz, place),
	FOREIGN KEY(quiz) REFERENCES quizzes (id)
)

CREATE TABLE grades (
	id INTEGER NOT NULL,
	graded_at DATETIME NOT NULL,
	source TEXT NOT NULL,
	kind TEXT NOT NULL,
	quiz TEXT NOT NULL,
	student TEXT NOT NULL,
	points FLOAT NOT NULL,
	max_points FLOAT NOT NULL,
	titles JSON NOT NULL,
	replaces INTEGER,
	graded_by TEXT NOT NULL,
	why TEXT NOT NULL, interface TEXT NOT NULL DEFAULT '', notes JSON NOT NULL DEFAULT '[]', digest TEXT NOT NULL DEFAULT '', handed INTEGER REFERENCES handed (id), assignment TEXT NOT NULL DEFAULT '', submitted_at DATETIME, content TEXT REFERENCES contents (digest), judged JSON NOT NULL DEFAULT '[]', causes JSON NOT NULL DEFAULT '[]',
	PRIMARY KEY (id),
	UNIQUE (replaces),
	FOREIGN KEY(replaces) REFERENCES grades (id)
)

CREATE INDEX ix_quizzes_student ON quizzes (student)

CREATE INDEX ix_questions_exercise ON questions (exercise)

CREATE INDEX ix_grades_quiz ON grades (quiz)

CREATE TRIGGER secrets_no_update BEFORE UPDATE ON secrets BEGIN SELECT RAISE(ABORT, 'secrets is append-only'); END

CREATE TRIGGER secrets_no_delete BEFORE DELETE ON secrets BEGIN SELECT RAISE(ABORT, 'secrets is append-only'); END

CREATE TRIGGER sources_no_update BEFORE UPDATE ON sources BEGIN SELECT RAISE(ABORT, 'sources is append-only'); END

CREATE TRIGGER sources_no_delete BEFORE DELETE ON sources BEGIN SELECT RAISE(ABORT, 'sources is append-only'); END

CREATE TRIGGER quizzes_no_update BEFORE UPDATE ON quizzes BEGIN SELECT RAISE(ABORT, 'quizzes is append-only'); END

CREATE TRIGGER quizzes_no_delete BEFORE DELETE ON quizzes BEGIN SELECT RAISE(ABORT, 'quizzes is append-only'); END

CREATE TRIGGER questions_no_update BEFORE UPDATE ON questions BEGIN SELECT RAISE(ABORT, 'questions is append-only'); END

CREATE TRIGGER questions_no_delete BEFORE DELETE ON questions BEGIN SELECT RAISE(ABORT, 'questions is append-only'); END

CREATE TRIGGER grades_no_update BEFORE UPDATE ON grades BEGIN SELECT RAISE(ABORT, 'grades is append-only'); END

CREATE TRIGGER grades_no_delete BEFORE DELETE ON grades BEGIN SELECT RAISE(ABORT, 'grades is append-only'); END

CREATE TABLE contents (
	digest TEXT NOT NULL,
	data BLOB NOT NULL,
	PRIMARY KEY (digest)
)

CREATE TABLE batches (
	id INTEGER NOT NULL,
	handed_at DATETIME NOT NULL,
	settings JSON NOT NULL,
	PRIMARY KEY (id)
)

CREATE TABLE handed (
	id INTEGER NOT NULL,
	batch INTEGER NOT NULL,
	name TEXT NOT NULL,
	student TEXT NOT NULL,
	content TEXT NOT NULL, submitted_at DATETIME,
	PRIMARY KEY (id),
	FOREIGN KEY(batch) REFERENCES batches (id),
	FOREIGN KEY(content) REFERENCES contents (digest)
)

CREATE TABLE refusals (
	handed INTEGER NOT NULL,
	refused_at DATETIME NOT NULL,
	why TEXT NOT NULL,
	PRIMARY KEY (handed),
	FOREIGN KEY(handed) REFERENCES handed (id)
)

CREATE UNIQUE INDEX ix_grades_handed ON grades (handed) WHERE handed IS NOT NULL

CREATE INDEX ix_handed_batch ON handed (batch)

CREATE TRIGGER contents_no_update BEFORE UPDATE ON contents BEGIN SELECT RAISE(ABORT, 'contents is append-only'); END

CREATE TRIGGER contents_no_delete BEFORE DELETE ON contents BEGIN SELECT RAISE(ABORT, 'contents is append-only'); END

CREATE TRIGGER batches_no_update BEFORE UPDATE ON batches BEGIN SELECT RAISE(ABORT, 'batches is append-only'); END

CREATE TRIGGER batches_no_delete BEFORE DELETE ON batches BEGIN SELECT RAISE(ABORT, 'batches is append-only'); END

CREATE TRIGGER handed_no_update BEFORE UPDATE ON handed BEGIN SELECT RAISE(ABORT, 'handed is append-only'); END

CREATE TRIGGER handed_no_delete BEFORE DELETE ON handed BEGIN SELECT RAISE(ABORT, 'handed is append-only'); END

CREATE TRIGGER refusals_no_update BEFORE UPDATE ON refusals BEGIN SELECT RAISE(ABORT, 'refusals is append-only'); END

CREATE TRIGGER refusals_no_delete BEFORE DELETE ON refusals BEGIN SELECT RAISE(ABORT, 'refusals is append-only'); END

CREATE INDEX ix_grades_student ON grades (student, source)

CREATE INDEX ix_grades_assignment ON grades (assignment)

CREATE TABLE assignments (
	id INTEGER NOT NULL,
	name TEXT NOT NULL,
	described_at DATETIME NOT NULL,
	described_by TEXT NOT NULL,
	description JSON NOT NULL,
	PRIMARY KEY (id)
)

CREATE TABLE decisions (
	id INTEGER NOT NULL,
	decided_at DATETIME NOT NULL,
	decided_by TEXT NOT NULL,
	why TEXT NOT NULL,
	assignment TEXT NOT NULL,
	student TEXT NOT NULL,
	quiz TEXT NOT NULL,
	target TEXT NOT NULL,
	action TEXT NOT NULL,
	points FLOAT,
	"before" FLOAT,
	most FLOAT,
	until DATETIME,
	typed TEXT NOT NULL, key_points JSON,
	PRIMARY KEY (id)
)

CREATE TABLE corrections (
	id INTEGER NOT NULL,
	decided_at DATETIME NOT NULL,
	decided_by TEXT NOT NULL,
	why TEXT NOT NULL,
	assignment TEXT NOT NULL,
	quiz TEXT NOT NULL,
	target TEXT NOT NULL,
	change TEXT NOT NULL,
	value TEXT NOT NULL,
	exercise TEXT NOT NULL,
	PRIMARY KEY (id)
)

CREATE TABLE corrected_questions (
	quiz TEXT NOT NULL,
	place INTEGER NOT NULL,
	correction INTEGER NOT NULL,
	source TEXT NOT NULL,
	variant JSON NOT NULL,
	PRIMARY KEY (quiz, place, correction),
	FOREIGN KEY(quiz) REFERENCES quizzes (id),
	FOREIGN KEY(correction) REFERENCES corrections (id)
)

CREATE INDEX ix_decisions_assignment ON decisions (assignment)

CREATE INDEX ix_corrections_assignment ON corrections (assignment)

CREATE TRIGGER assignments_no_update BEFORE UPDATE ON assignments BEGIN SELECT RAISE(ABORT, 'assignments is append-only'); END

CREATE TRIGGER assignments_no_delete BEFORE DELETE ON assignments BEGIN SELECT RAISE(ABORT, 'assignments is append-only'); END

CREATE TRIGGER decisions_no_update BEFORE UPDATE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions is append-only'); END

CREATE TRIGGER decisions_no_delete BEFORE DELETE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions is append-only'); END

CREATE TRIGGER corrections_no_update BEFORE UPDATE ON corrections BEGIN SELECT RAISE(ABORT, 'corrections is append-only'); END

CREATE TRIGGER corrections_no_delete BEFORE DELETE ON corrections BEGIN SELECT RAISE(ABORT, 'corrections is append-only'); END

CREATE TRIGGER corrected_questions_no_update BEFORE UPDATE ON corrected_questions BEGIN SELECT RAISE(ABORT, 'corrected_questions is append-only'); END

CREATE TRIGGER corrected_questions_no_delete BEFORE DELETE ON corrected_questions BEGIN SELECT RAISE(ABORT, 'corrected_questions is append-only'); END

CREATE TABLE papers (
	code TEXT NOT NULL,
	exam TEXT NOT NULL,
	quiz TEXT NOT NULL,
	student TEXT NOT NULL,
	name TEXT NOT NULL,
	"group" TEXT NOT NULL,
	sheet INTEGER NOT NULL,
	made_at DATETIME NOT NULL,
	PRIMARY KEY (code),
	FOREIGN KEY(quiz) REFERENCES quizzes (id)
)

CREATE TABLE paper_pages (
	code TEXT NOT NULL,
	page INTEGER NOT NULL,
	boxes JSON NOT NULL,
	PRIMARY KEY (code, page),
	FOREIGN KEY(code) REFERENCES papers (code)
)

CREATE INDEX ix_papers_exam ON papers (exam)

CREATE TRIGGER papers_no_update BEFORE UPDATE ON papers BEGIN SELECT RAISE(ABORT, 'papers is append-only'); END

CREATE TRIGGER papers_no_delete BEFORE DELETE ON papers BEGIN SELECT RAISE(ABORT, 'papers is append-only'); END

CREATE TRIGGER paper_pages_no_update BEFORE UPDATE ON paper_pages BEGIN SELECT RAISE(ABORT, 'paper_pages is append-only'); END

CREATE TRIGGER paper_pages_no_delete BEFORE DELETE ON paper_pages BEGIN SELECT RAISE(ABORT, 'paper_pages is append-only'); END

CREATE TABLE marks (
	grade INTEGER NOT NULL,
	place INTEGER NOT NULL,
	question TEXT NOT NULL,
	ask TEXT NOT NULL,
	verdict TEXT NOT NULL,
	points FLOAT NOT NULL,
	max_points FLOAT NOT NULL,
	feedback TEXT NOT NULL,
	typed TEXT NOT NULL,
	PRIMARY KEY (grade, place),
	FOREIGN KEY(grade) REFERENCES grades (id)
) WITHOUT ROWID

CREATE TRIGGER marks_no_update BEFORE UPDATE ON marks BEGIN SELECT RAISE(ABORT, 'marks is append-only'); END

CREATE TRIGGER marks_no_delete BEFORE DELETE ON marks BEGIN SELECT RAISE(ABORT, 'marks is append-only'); END

CREATE TABLE mark_misconceptions (
	grade INTEGER NOT NULL,
	mark INTEGER NOT NULL,
	place INTEGER NOT NULL,
	misconception TEXT NOT NULL,
	PRIMARY KEY (grade, mark, place),
	FOREIGN KEY(grade, mark) REFERENCES marks (grade, place)
) WITHOUT ROWID

CREATE TRIGGER mark_misconceptions_no_update BEFORE UPDATE ON mark_misconceptions BEGIN SELECT RAISE(ABORT, 'mark_misconceptions is append-only'); END

CREATE TRIGGER mark_misconceptions_no_delete BEFORE DELETE ON mark_misconceptions BEGIN SELECT RAISE(ABORT, 'mark_misconceptions is append-only'); END

INSERT INTO quizgen_version VALUES ('0007')
