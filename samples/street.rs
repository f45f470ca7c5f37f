//! Makes the sample surveys again: `cargo run --example street`.
//!
//! Everything in them is made up. The same program makes the same bytes every time; a test holds it to the files
//! that are kept beside it. Deliberately not here: how the surveys are made up (`maker`).

#[path = "maker/mod.rs"]
mod maker;

use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    for (name, bytes) in maker::files()? {
        let path = samples.join(&name);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(&path, &bytes)?;
        println!("{name}  {} bytes", bytes.len());
    }
    Ok(())
}
