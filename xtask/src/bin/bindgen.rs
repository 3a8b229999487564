//! Writes the JavaScript around a module built with wasm-bindgen: `bindgen MODULE FOLDER`.

use std::process::ExitCode;

use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [module, folder] = arguments.as_slice() else {
        eprintln!("usage: bindgen MODULE FOLDER");
        return ExitCode::from(2);
    };
    match write(module, folder) {
        Ok(()) => ExitCode::SUCCESS,
        Err(what) => {
            eprintln!("bindgen: {what}");
            ExitCode::FAILURE
        }
    }
}

/// For the web: a module that is handed its bytes. The library leaves out the default place of the bytes where the
/// command does not; with it, `init()` without an argument looks beside the script.
fn write(module: &str, folder: &str) -> Result<(), String> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(module).out_name("author").typescript(true).omit_default_module_path(false);
    let written = bindgen.web(true).and_then(|bindgen| bindgen.generate(folder));
    written.map_err(|error| format!("{error:#}"))
}
