//! `ucum`: which codes are valid, and what numbers convert to.

use std::path::Path;

use stepcare_core::value::Number;
use stepcare_core::value::ucum::Ucum;

use super::csv::{Row, Table};
use super::digits::agrees;
use super::{Report, Tally, read};

/// Accepts every valid code, or refuses it as unknown; accepts no invalid one; converts all right.
pub fn run(folder: &Path) -> Result<Vec<Report>, String> {
    let mut failures = Vec::new();
    let validation = Table::parse(&read(folder, "validation.csv")?)?;
    let (mut valid, mut invalid) = (Tally::default(), Tally::default());
    for row in validation.rows() {
        let (id, unit) = (row.get("id")?, row.get("unit")?);
        let read = Ucum::parse(unit);
        match (row.get("valid")? == "true", read) {
            (true, Ok(_)) => valid.add(true),
            (true, Err(why)) => {
                valid.add(false);
                failures.push(format!("{id}: `{unit}` is valid and refused: {why}"));
            }
            (false, Err(_)) => invalid.add(true),
            (false, Ok(_)) => {
                invalid.add(false);
                failures.push(format!("{id}: `{unit}` is invalid and accepted"));
            }
        }
    }
    let conversions = tally(folder, "conversion.csv", &mut failures, conversion)?;
    let products = tally(folder, "multiplication.csv", &mut failures, |row| arithmetic(row, Ucum::times, Number::mul))?;
    let quotients = tally(folder, "division.csv", &mut failures, |row| arithmetic(row, Ucum::over, Number::div))?;
    let converted = conversions + products + quotients;
    let refused = valid.total - valid.passed;
    let accepted = invalid.total - invalid.passed;
    let mut report = Report::all_must_pass("ucum", valid + invalid + converted, failures);
    // A valid code may be refused as unsupported; an invalid one may not be accepted.
    report.holds = accepted == 0 && converted.all();
    report.parts = vec![
        format!(
            "valid accepted {valid}, valid refused as unsupported {refused}, invalid accepted {accepted} of {}",
            invalid.total
        ),
        format!("conversions {conversions}, products {products}, quotients {quotients}"),
    ];
    Ok(vec![report])
}

/// Counts a table's rows that come out as written; `Err` of a row says what came instead.
fn tally(
    folder: &Path,
    file: &str,
    failures: &mut Vec<String>,
    passes: impl Fn(Row<'_>) -> Result<(), String>,
) -> Result<Tally, String> {
    let mut tally = Tally::default();
    for row in Table::parse(&read(folder, file)?)?.rows() {
        let came = passes(row);
        tally.add(came.is_ok());
        if let Err(why) = came {
            failures.push(format!("{}: {why}", row.get("id")?));
        }
    }
    Ok(tally)
}

fn conversion(row: Row<'_>) -> Result<(), String> {
    let value = number(row.get("value")?)?;
    compare(value, &unit(row.get("srcUnit")?)?, row.get("dstUnit")?, row.get("outcome")?)
}

type OfUnits = fn(&Ucum, &Ucum) -> Option<Ucum>;
type OfNumbers = fn(Number, Number) -> Option<Number>;

fn arithmetic(row: Row<'_>, of_units: OfUnits, of_numbers: OfNumbers) -> Result<(), String> {
    let (one, other) = (unit(row.get("u1")?)?, unit(row.get("u2")?)?);
    let unit = of_units(&one, &other).ok_or("the unit does not fit")?;
    let value = of_numbers(number(row.get("v1")?)?, number(row.get("v2")?)?).ok_or("the number does not fit")?;
    compare(value, &unit, row.get("uRes")?, row.get("vRes")?)
}

fn compare(value: Number, from: &Ucum, to: &str, expected: &str) -> Result<(), String> {
    let came = from.convert(value, &unit(to)?).map_err(|why| format!("does not convert to `{to}`: {why}"))?;
    if agrees(came.value, expected) {
        Ok(())
    } else {
        Err(format!("{} `{to}` where {expected} is expected", came.value))
    }
}

fn unit(code: &str) -> Result<Ucum, String> {
    Ucum::parse(code).map_err(|why| format!("`{code}`: {why}"))
}

fn number(text: &str) -> Result<Number, String> {
    Number::parse(text).ok_or_else(|| format!("`{text}` is no number that can be kept"))
}

#[cfg(test)]
mod tests {
    use super::run;
    use std::fs;

    #[test]
    fn a_wrong_conversion_and_an_invalid_code_that_is_accepted_break_the_bound_and_an_unknown_unit_does_not() {
        let folder = std::env::temp_dir().join(format!("stepcare-ucum-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let write = |name: &str, text: &str| fs::write(folder.join(name), text).unwrap();
        write(
            "validation.csv",
            "id,unit,valid,reason\n1,mL/min,true,\n2,[furlongs_of_old],true,\n3,mg//dL,false,two\n",
        );
        write("conversion.csv", "id,value,srcUnit,dstUnit,outcome\n1,154.3,[lb_av],kg,69.99\n2,37,Cel,[degF],98.6\n");
        write("multiplication.csv", "id,v1,u1,v2,u2,vRes,uRes\n1,2,N,3,cm,0.06,J\n");
        write("division.csv", "id,v1,u1,v2,u2,vRes,uRes\n1,1,mL,3,min,0.0056,mL/s\n");
        let report = &run(&folder).unwrap()[0];
        assert!(report.holds, "{report}");
        assert_eq!((report.tally.passed, report.tally.total, report.failures.len()), (6, 7, 1));
        write("conversion.csv", "id,value,srcUnit,dstUnit,outcome\n1,154.3,[lb_av],kg,70.99\n");
        let report = &run(&folder).unwrap()[0];
        assert!(!report.holds && report.failures[1].contains("where 70.99 is expected"), "{report}");
        write("conversion.csv", "id,value,srcUnit,dstUnit,outcome\n1,1,m,m,1\n");
        write("validation.csv", "id,unit,valid,reason\n3,mg/dL,false,\n");
        assert!(!run(&folder).unwrap()[0].holds);
        fs::remove_dir_all(&folder).unwrap();
    }
}
