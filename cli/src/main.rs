//! The command `stepcare`.
mod text;
fn main() {
    let _ = text::render;
}
