//! Data that a ruleset names beside its text: CSV files, which the host hands over as it hands over any other. Rows are
//! read by the names of the file's first line; what is wrong with one is told at its line and column.

use std::collections::BTreeMap;
use std::rc::Rc;

use stepcare_core::value::{Code, CodeSystem};

use crate::diagnostic::{Diagnostic, code, listed};
use crate::layout::span;
use crate::limits;
use crate::lower::Lower;
use crate::source::Span;

/// The data that was read, and what it and the texts call each code.
#[derive(Default)]
pub(crate) struct Data {
    /// By path; none where it cannot be read, which was reported.
    tables: BTreeMap<String, Option<Rc<Table>>>,
    /// What lists call a code, and where.
    listed: BTreeMap<Code, (String, Span)>,
    /// What texts call a code, and where.
    named: Vec<(Code, String, Span)>,
    /// By path: code sets whose size nobody states.
    pub uncounted: BTreeMap<String, Vec<(String, Span)>>,
}

/// A CSV file.
pub(crate) struct Table {
    /// Its path, as the host knows it.
    pub path: String,
    file: u32,
    columns: Vec<String>,
    rows: Vec<Row>,
}

/// A line of one.
pub(crate) struct Row {
    cells: Vec<String>,
    /// Bytes of the file.
    start: usize,
    end: usize,
}

/// Which columns hold a code: one of codes with its system beside it, or one of a single system's codes.
pub(crate) struct CodeColumns {
    system: Result<usize, CodeSystem>,
    code: usize,
    /// The code's name.
    pub display: usize,
}

impl Table {
    /// The place of a column.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name)
    }

    /// Where it begins.
    pub fn start(&self) -> Span {
        span(self.file, 0, 0)
    }

    /// Where a cell of a row stands, or of the first line where no row is meant.
    pub fn cell_place(&self, row: Option<&Row>, column: usize, text: &str) -> Span {
        let (start, end) = match row {
            Some(row) => (row.start, row.end),
            None => (0, text.find('\n').unwrap_or(text.len())),
        };
        let line = text.get(start..end).unwrap_or_default();
        let (mut at, mut quoted, mut from) = (0, false, 0);
        for (byte, c) in line.char_indices().chain([(line.len(), ',')]) {
            if c == '"' {
                quoted = !quoted;
            } else if c == ',' && !quoted {
                if at == column {
                    let cell = line.get(from..byte).unwrap_or_default();
                    let blank = |c: char| c == '"' || c == '\u{feff}' || c.is_whitespace();
                    let from = from.saturating_add(cell.len().saturating_sub(cell.trim_start_matches(blank).len()));
                    let to = byte.saturating_sub(cell.len().saturating_sub(cell.trim_end_matches(blank).len()));
                    return span(self.file, start.saturating_add(from), start.saturating_add(to.max(from)));
                }
                (at, from) = (at + 1, byte.saturating_add(1));
            }
        }
        span(self.file, start, end)
    }

    /// The names of its columns.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(String::as_str)
    }

    /// Its rows, in order, the first line apart.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Where a row stands.
    pub fn place(&self, row: &Row) -> Span {
        span(self.file, row.start, row.end)
    }

    /// The columns of its codes; an error that names what is missing.
    fn codes(&self) -> Result<CodeColumns, String> {
        let systems = [
            ("icd10", CodeSystem::Icd10),
            ("snomed", CodeSystem::Snomed),
            ("loinc", CodeSystem::Loinc),
            ("rxnorm", CodeSystem::RxNorm),
            ("rxnorm_scd", CodeSystem::RxNorm),
        ];
        let own = systems.into_iter().find_map(|(name, system)| Some((Err(system), self.column(name)?)));
        let both = self.column("system").zip(self.column("code")).map(|(system, code)| (Ok(system), code));
        let (system, code) = both.or(own).ok_or("`system` and `code`, or one named for its system, like `rxnorm`")?;
        let display = self.column("display").or_else(|| self.column("name")).ok_or("`display`, or `name`")?;
        Ok(CodeColumns { system, code, display })
    }
}

impl Row {
    /// What stands in a column.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}

impl Lower<'_> {
    /// Opens a file of the host, and gives its number among the sources.
    pub fn open(&mut self, path: &str, named_at: Option<Span>) -> Option<u32> {
        match self.files.read(path) {
            Ok(text) => Some(self.sources.add(path, text)),
            Err(why) => {
                let at = named_at.unwrap_or_else(|| span(self.sources.add(path, String::new()), 0, 0));
                let error = Diagnostic::new(code::NO_FILE, at, format!("`{path}` cannot be read: {why}"), "named here");
                self.fail(error.help("a path is taken from where the file stands that names it"))
            }
        }
    }

    /// The data that a text names with `from "…"`; a path is taken from where that text stands. Each file is read once.
    pub fn table(&mut self, path: &str, named_at: Span) -> Option<Rc<Table>> {
        let main = self.sources.file(named_at).map(|file| file.name.clone()).unwrap_or_default();
        let path = crate::compile::beside(&main, path);
        if let Some(read) = self.data.tables.get(&path) {
            return read.clone();
        }
        let read = self.open(&path, Some(named_at)).and_then(|file| self.read_table(&path, file)).map(Rc::new);
        self.data.tables.insert(path, read.clone());
        read
    }

    fn read_table(&mut self, path: &str, file: u32) -> Option<Table> {
        let text = self.sources.files().get(file as usize).map(|source| source.text.clone())?;
        let start = span(file, 0, text.find('\n').unwrap_or(text.len()));
        if text.len() > limits::DATA_BYTES {
            let message = format!("`{path}` is larger than {} bytes", limits::DATA_BYTES);
            return self.fail(Diagnostic::new(code::TOO_LARGE, start.head(), message, "a file of data"));
        }
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let mut rows: Vec<Row> = Vec::new();
        let mut record = csv::StringRecord::new();
        while reader.read_record(&mut record).ok()? {
            let byte = |position: Option<&csv::Position>| position.map_or(0, csv::Position::byte);
            let from = usize::try_from(byte(record.position())).ok()?;
            let to = usize::try_from(byte(Some(reader.position()))).ok()?.min(text.len());
            // The end of a line may be counted to the line below it.
            let line = text.get(from..to).unwrap_or_default();
            let blank = line.len().saturating_sub(line.trim_start_matches(['\r', '\n', '\u{feff}']).len());
            let line = line.trim_end();
            let cells = record.iter().map(|cell| cell.trim().to_string()).collect();
            let row = Row { cells, start: from.saturating_add(blank), end: from.saturating_add(line.len()) };
            if line.bytes().filter(|b| *b == b'"').count() % 2 == 1 {
                let at = span(file, row.start, row.end).head();
                let message = "a quote of this line does not end";
                let error = Diagnostic::new(code::DATA, at, message, "everything after it would be one text");
                return self
                    .fail(error.help("a text with a comma stands in quotes; a quote inside it is written twice"));
            }
            rows.push(row);
        }
        let mut rows = rows.into_iter();
        let columns = rows.next().map(|row| row.cells).unwrap_or_default();
        if columns.iter().all(String::is_empty) {
            let error = Diagnostic::new(code::DATA, start.head(), format!("`{path}` is empty"), "no names of columns");
            return self.fail(error.help("its first line names its columns"));
        }
        let again = columns.iter().enumerate().find(|(n, name)| columns.iter().take(*n).any(|first| first == *name));
        if let Some((_, again)) = again {
            let message = format!("the column `{again}` stands twice in `{path}`");
            return self.fail(Diagnostic::new(code::DATA, start, message, "one of them would be passed over"));
        }
        let table = Table { path: path.into(), file, columns, rows: rows.collect() };
        let ragged: Vec<Span> = table
            .rows
            .iter()
            .filter(|row| row.cells.len() != table.columns.len())
            .map(|row| table.place(row))
            .collect();
        for at in &ragged {
            let cells = table.rows.iter().find(|row| table.place(row) == *at).map_or(0, |row| row.cells.len());
            let message = format!("this line has {cells} values, and the first line names {}", table.columns.len());
            let error = Diagnostic::new(code::DATA, *at, message, "values may stand in the wrong column");
            self.errors.push(error.help("a text with a comma stands in quotes"));
        }
        ragged.is_empty().then_some(())?;
        if let Ok(columns) = table.codes() {
            self.list(&table, &columns);
        }
        Some(table)
    }

    /// The columns of a table's codes.
    pub fn code_columns(&mut self, table: &Table, named_at: Span) -> Option<CodeColumns> {
        match table.codes() {
            Ok(columns) => Some(columns),
            Err(missing) => {
                let message = format!("`{}` has no column {missing}", table.path);
                let error = Diagnostic::new(code::NO_COLUMN, named_at, message, "a list of codes needs it");
                let there: Vec<&str> = table.columns().collect();
                self.fail(error.note(format!("its columns are {}", listed(&there).replace(" or ", " and "))))
            }
        }
    }

    /// The code of a row, looked at as one in a text is.
    pub fn code_of(&mut self, table: &Table, columns: &CodeColumns, row: &Row) -> Option<Code> {
        let written = row.cell(columns.code);
        if written.is_empty() {
            let message = "this line has no code";
            return self.fail(Diagnostic::new(code::DATA, table.place(row), message, "its code is empty"));
        }
        let code = columns.of(row);
        self.looks_right(&code, written, table.place(row));
        Some(code)
    }

    /// Keeps what a list calls its codes.
    fn list(&mut self, table: &Table, columns: &CodeColumns) {
        for row in &table.rows {
            let display = row.cell(columns.display);
            if !display.is_empty() && !row.cell(columns.code).is_empty() {
                let entry = self.data.listed.entry(columns.of(row));
                entry.or_insert_with(|| (display.to_string(), table.place(row)));
            }
        }
    }

    /// Keeps what a text calls a code.
    pub fn called(&mut self, code: &Code, display: &str, at: Span) {
        self.data.named.push((code.clone(), display.into(), at));
    }

    /// Holds what texts call their codes against the lists at hand: a name of another concept is a mistyped code (D-32).
    pub fn names_agree(&mut self) {
        for (code, display, at) in std::mem::take(&mut self.data.named) {
            let Some((listed, place)) = self.data.listed.get(&code) else { continue };
            if same_words(listed, &display) {
                continue;
            }
            let message = format!("{} is \"{listed}\" in the list at hand, and \"{display}\" here", code.code);
            let error = Diagnostic::new(code::CODE_NAME, at, message, "another name here").label(*place, "the list");
            let help = format!("write \"{listed}\" if that is what is meant; else look the code up again");
            self.errors.push(error.help(help));
        }
    }
}

impl CodeColumns {
    fn of(&self, row: &Row) -> Code {
        let system = match &self.system {
            Ok(column) => {
                let written = row.cell(*column);
                CodeSystem::written(written).unwrap_or_else(|| CodeSystem::of_uri(written))
            }
            Err(system) => system.clone(),
        };
        Code::new(system, row.cell(self.code))
    }
}

/// Whether two names are the same but for capitals and blanks.
fn same_words(one: &str, other: &str) -> bool {
    let words = |text: &str| text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
    words(one) == words(other)
}
