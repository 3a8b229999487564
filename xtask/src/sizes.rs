//! How large each artefact is, as it stands and as it travels. A page on a phone loads the runtime: it has a budget.

use std::process::Command;

use crate::npm;
use crate::run::{output, root};

/// What is measured, and the most that it may be after brotli.
const ARTEFACTS: [(&str, Option<u64>); 7] = [
    ("dist/stepcare.wasm", Some(160_000)),
    ("dist/index.js", None),
    ("dist/inline.js", None),
    ("dist/node.js", None),
    ("dist/js.js", Some(400_000)),
    ("dist/stepcare.global.js", None),
    ("dist/author.wasm", None),
];

/// Node compresses: it is here anyway, and no crate is needed for it.
const MEASURE: &str = "const f=require('fs').readFileSync(process.argv[1]),z=require('zlib');\
    console.log(f.length,z.gzipSync(f,{level:9}).length,z.brotliCompressSync(f,\
    {params:{[z.constants.BROTLI_PARAM_SIZE_HINT]:f.length}}).length)";

/// Prints the table of what is built; fails where something is over its budget, or where something with a budget is not
/// there.
pub fn print() -> Result<(), String> {
    println!("{:<26} {:>10} {:>10} {:>10} {:>10}", "artefact, bytes", "raw", "gzip", "brotli", "budget");
    let mut over = Vec::new();
    for (artefact, budget) in ARTEFACTS {
        let path = npm::folder().join(artefact);
        let mut node = Command::new("node");
        let Some(measured) = output(node.current_dir(root()).args(["-e", MEASURE]).arg(&path)) else {
            if budget.is_some() {
                return Err(format!("{artefact} is not there; `cargo xtask test` builds it"));
            }
            continue;
        };
        let sizes: Vec<u64> = measured.split_whitespace().filter_map(|size| size.parse().ok()).collect();
        let [raw, gzip, brotli] = sizes.as_slice() else {
            return Err(format!("{artefact} could not be measured: {measured}"));
        };
        let shown = budget.map_or("-".to_string(), |budget| budget.to_string());
        println!("{artefact:<26} {raw:>10} {gzip:>10} {brotli:>10} {shown:>10}");
        if budget.is_some_and(|budget| *brotli > budget) {
            over.push(format!("{artefact} is {brotli} bytes after brotli, over its budget of {shown}"));
        }
    }
    if over.is_empty() { Ok(()) } else { Err(over.join("; ")) }
}
