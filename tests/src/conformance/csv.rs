//! A table with a header line, as the sets write them: fields apart by commas, quoted where they hold one.

/// A table.
#[derive(Debug)]
pub struct Table {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// One row of it.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    header: &'a [String],
    fields: &'a [String],
}

impl Table {
    /// Reads a table.
    ///
    /// # Errors
    /// A line that has not as many fields as the header, or a quote that does not end.
    pub fn parse(text: &str) -> Result<Table, String> {
        let mut rows = Vec::new();
        for (at, line) in text.trim_start_matches('\u{feff}').lines().enumerate().filter(|(_, line)| !line.is_empty()) {
            rows.push(fields(line).ok_or_else(|| format!("line {}: a quote does not end", at + 1))?);
        }
        if rows.is_empty() {
            return Err("a table without a header".into());
        }
        let header = rows.remove(0);
        match rows.iter().position(|row| row.len() != header.len()) {
            Some(at) => Err(format!("row {} has not the {} fields of the header", at + 1, header.len())),
            None => Ok(Table { header, rows }),
        }
    }

    /// Its rows, in order.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|fields| Row { header: &self.header, fields })
    }

    /// The names of its columns.
    #[must_use]
    pub fn columns(&self) -> &[String] {
        &self.header
    }
}

impl<'a> Row<'a> {
    /// A field by its column.
    ///
    /// # Errors
    /// No such column.
    pub fn get(&self, column: &str) -> Result<&'a str, String> {
        let at = self.header.iter().position(|name| name == column);
        let field = at.and_then(|at| self.fields.get(at));
        field.map(String::as_str).ok_or_else(|| format!("there is no column `{column}`"))
    }
}

fn fields(line: &str) -> Option<Vec<String>> {
    let (mut fields, mut field, mut quoted) = (Vec::new(), String::new(), false);
    let mut characters = line.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' if quoted && characters.peek() == Some(&'"') => field.extend(characters.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(std::mem::take(&mut field)),
            other => field.push(other),
        }
    }
    fields.push(field);
    (!quoted).then_some(fields)
}

#[cfg(test)]
mod tests {
    use super::Table;

    #[test]
    fn a_field_is_found_by_its_column_and_may_be_quoted_or_empty() {
        let table = Table::parse("id,unit,why\n1,\"{a,b}\",\"say \"\"no\"\"\"\n2,,\n").unwrap();
        let rows: Vec<_> = table.rows().collect();
        assert_eq!((rows[0].get("unit"), rows[0].get("why")), (Ok("{a,b}"), Ok("say \"no\"")));
        assert_eq!((rows[1].get("id"), rows[1].get("unit")), (Ok("2"), Ok("")));
        assert!(rows[0].get("code").is_err());
    }

    #[test]
    fn a_row_that_is_short_and_a_quote_that_does_not_end_are_refused() {
        assert!(Table::parse("a,b\n1\n").is_err());
        assert!(Table::parse("a\n\"1\n").is_err());
        assert!(Table::parse("").is_err());
    }
}
