//! Makes the sample surveys again: `cargo run --example street`. Or a larger city, for measuring, in a folder:
//! `cargo run --release --example street -- 100000 FOLDER`.
//!
//! Everything in them is made up. The same program makes the same bytes every time; a test holds it to the files
//! that are kept beside it. Deliberately not here: how the surveys are made up (`maker`).

#[path = "maker/mod.rs"]
mod maker;

use std::path::Path;

/// Units in a file of a larger city.
const MOST: usize = 2_000;

fn main() -> Result<(), maker::Failure> {
    match std::env::args().skip(1).collect::<Vec<_>>().as_slice() {
        [] => {
            let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
            maker::files()?.into_iter().try_for_each(|file| keep(&samples, file))
        }
        [units, folder] => maker::city(units.parse()?, MOST).try_for_each(|file| keep(Path::new(folder), file?)),
        _ => Err("nothing, or a number of units and a folder".into()),
    }
}

fn keep(folder: &Path, (name, bytes): (String, Vec<u8>)) -> Result<(), maker::Failure> {
    let path = folder.join(&name);
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(&path, &bytes)?;
    println!("{name}  {} bytes", bytes.len());
    Ok(())
}
