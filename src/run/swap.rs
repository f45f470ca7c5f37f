//! Putting a written folder in its place, and mending a swap that was interrupted.
//!
//! Two renames: the previous run aside to `OUT.old`, the new one in; then what somebody changed in the previous run
//! goes to `OUT.kept` and the rest of it away. What always holds: at every moment either `OUT` or `OUT.old` is a
//! whole run; whatever was not written by liftfit, or was changed since, still exists afterwards. Only renames, file
//! by file or folder by folder, so it is the same on Windows.

use super::RunError;
use super::folder::{Place, clear_part, in_the_way, is_run, remove_last};
use super::manifest::{MANIFEST, Manifest};
use crate::text;
use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The run is in its place; these files of the previous one had been changed and were kept
    InPlace {
        /// Where they are now
        kept: Vec<PathBuf>,
    },
    /// The previous run could not be moved; the new one stands beside it
    Beside {
        /// Where the new run is
        folder: PathBuf,
        /// Which files are held open, as far as can be told
        held: Vec<PathBuf>,
    },
}

/// A rename; another in tests.
pub(super) type Rename<'a> = &'a dyn Fn(&Path, &Path) -> io::Result<()>;

/// Virus scanners and search indexes hold fresh files open for a moment on Windows.
pub(super) fn rename_patiently(from: &Path, to: &Path) -> io::Result<()> {
    let patience = if cfg!(windows) { 10 } else { 0 };
    for _ in 0..patience {
        match fs::rename(from, to) {
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                std::thread::sleep(Duration::from_millis(100));
            }
            done => return done,
        }
    }
    fs::rename(from, to)
}

/// Moves the finished folder `part` to its place.
pub(super) fn swap(place: &Place, part: &Path, rename: Rename) -> Result<Ended, RunError> {
    let (out, old) = (&place.out, place.beside("old"));
    // An empty folder at the place goes; one with something in it stays and is moved aside.
    let _ = fs::remove_dir(out);
    if out.exists() && rename(out, &old).is_err() {
        return stand_beside(place, part, rename);
    }
    if let Err(error) = rename(part, out) {
        if old.exists() {
            rename(&old, out).map_err(|error| RunError::cannot_write(out, &error))?;
            return stand_beside(place, part, rename);
        }
        return Err(RunError::cannot_write(out, &error));
    }
    let mut kept = retire(place, &old)?;
    let new = place.beside("new");
    if is_run(&new) {
        // Left by an earlier run that could not move in: this one takes its place too.
        kept.extend(retire(place, &new)?);
    }
    Ok(Ended::InPlace { kept })
}

/// Leaves the new run in `OUT.new`.
fn stand_beside(place: &Place, part: &Path, rename: Rename) -> Result<Ended, RunError> {
    let new = place.beside("new");
    if is_run(&new) {
        retire(place, &new)?;
    } else if new.exists() {
        return Err(in_the_way(&new));
    }
    rename(part, &new).map_err(|error| RunError::cannot_write(&new, &error))?;
    Ok(Ended::Beside { folder: new, held: held_open(&place.out) })
}

/// Files that cannot be opened for writing: what holds the folder, where something does.
fn held_open(folder: &Path) -> Vec<PathBuf> {
    files_of(folder).into_iter().filter(|path| OpenOptions::new().write(true).open(path).is_err()).collect()
}

/// Finishes or undoes what an interrupted swap left, under the lock.
pub(super) fn mend(place: &Place) -> Result<(), RunError> {
    let (out, old) = (&place.out, place.beside("old"));
    if is_run(&old) {
        // An empty folder is what another program may have made at the vacant place.
        let _ = fs::remove_dir(out);
        if out.exists() {
            retire(place, &old)?;
        } else {
            rename_patiently(&old, out).map_err(|error| RunError::cannot_write(out, &error))?;
        }
    } else if old.exists() {
        return Err(in_the_way(&old));
    }
    clear_part(&place.beside("part"))
}

/// Takes a previous run away; what somebody changed or added in it goes to `OUT.kept`. Gives what was kept.
fn retire(place: &Place, folder: &Path) -> Result<Vec<PathBuf>, RunError> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let manifest = Manifest::read(folder)?;
    let ours: HashMap<&str, &str> =
        manifest.files.iter().map(|file| (file.name.as_str(), file.hash.as_str())).collect();
    let mut kept = Vec::new();
    for path in files_of(folder) {
        let Ok(inside) = path.strip_prefix(folder) else { continue };
        let name: Vec<String> = inside.iter().map(|part| part.to_string_lossy().into_owned()).collect();
        let name = name.join("/");
        if name == MANIFEST {
            continue;
        }
        let hash = hash_file(&path).map_err(|error| RunError::cannot_read(&path, &error))?;
        if ours.get(name.as_str()) == Some(&hash.as_str()) {
            continue;
        }
        kept.push(keep(&place.beside("kept"), inside, &path, &hash)?);
    }
    remove_last(folder, Some(MANIFEST)).map_err(|error| {
        let shown = folder.display();
        RunError::new(
            text!(
                "新结果已就位，但旧结果 `{shown}` 没能删净",
                "the new run is in place, but the old one at `{shown}` could not be removed"
            ),
            Some(error.message),
        )
    })?;
    Ok(kept)
}

/// Moves one file into the folder for kept ones, under a name that is free there.
fn keep(kept: &Path, inside: &Path, file: &Path, hash: &str) -> Result<PathBuf, RunError> {
    let wanted = kept.join(inside);
    let parent = wanted.parent().unwrap_or(kept);
    fs::create_dir_all(parent).map_err(|error| RunError::cannot_write(parent, &error))?;
    let stem = wanted.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let ending = wanted.extension().map(|e| format!(".{}", e.to_string_lossy())).unwrap_or_default();
    let mut to = wanted.clone();
    let mut n = 1u32;
    while to.symlink_metadata().is_ok() {
        if hash_file(&to).is_ok_and(|there| there == hash) {
            return Ok(to);
        }
        n += 1;
        to = parent.join(format!("{stem} ({n}){ending}"));
    }
    rename_patiently(file, &to).map_err(|error| RunError::cannot_write(&to, &error))?;
    Ok(to)
}

/// All files below a folder, in the order of their paths; links are files, not followed.
fn files_of(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let is_dir = entry.file_type().is_ok_and(|kind| kind.is_dir());
            if is_dir { &mut folders } else { &mut files }.push(entry.path());
        }
    }
    files.sort();
    files
}

/// BLAKE3 of a file, hexadecimal.
pub(super) fn hash_file(path: &Path) -> io::Result<String> {
    let mut hasher = blake3::Hasher::new();
    io::copy(&mut File::open(path)?, &mut hasher)?;
    Ok(hasher.finalize().to_hex().to_string())
}

#[cfg(test)]
#[path = "swap_tests.rs"]
mod tests;
