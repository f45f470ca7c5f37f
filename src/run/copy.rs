//! Writing files out for people to change: the shipped rules. Never over something that differs.

use super::RunError;
use crate::text;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Writes these files (path with `/` between the parts, text) below `folder`; all of them, or none where one is there
/// already with another text.
pub fn copy_out(folder: &Path, files: &[(&str, &str)]) -> Result<Vec<PathBuf>, RunError> {
    let path_of = |name: &str| name.split('/').fold(folder.to_path_buf(), |path, part| path.join(part));
    for (name, text) in files {
        let path = path_of(name);
        match fs::read(&path) {
            Ok(there) if there == text.as_bytes() => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(RunError::cannot_write(&path, &error)),
            Ok(_) => {
                let shown = path.display();
                return Err(RunError::new(
                    text!(
                        "`{shown}` 已经存在，内容不同，不会覆盖",
                        "`{shown}` exists with another content and is left alone"
                    ),
                    Some(text!("请换一个文件夹", "choose another folder")),
                ));
            }
        }
    }
    let mut written = Vec::new();
    for (name, text) in files {
        let path = path_of(name);
        write_whole(&path, text.as_bytes()).map_err(|error| RunError::cannot_write(&path, &error))?;
        written.push(path);
    }
    Ok(written)
}

/// A reader sees the whole file or none.
fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let parent = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(parent)?;
    // Only this one is closed to others by default; rules are to be shared.
    let mut file = tempfile::Builder::new().prefix(".liftfit-").make_in(parent, |path| fs::File::create_new(path))?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_written_once_and_never_over_others() {
        let dir = tempfile::tempdir().unwrap();
        let files = [("a.toml", "one"), ("variants/b.toml", "two")];
        assert_eq!(copy_out(dir.path(), &files).unwrap().len(), 2);
        assert_eq!(fs::read_to_string(dir.path().join("variants/b.toml")).unwrap(), "two");
        copy_out(dir.path(), &files).unwrap();
        fs::write(dir.path().join("variants/b.toml"), "mine").unwrap();
        let error = copy_out(dir.path(), &[("c.toml", "three"), ("variants/b.toml", "two")]).unwrap_err();
        assert!(error.message.zh.contains("b.toml"));
        assert!(!dir.path().join("c.toml").exists(), "nothing is written where one file is in the way");
        assert_eq!(fs::read_to_string(dir.path().join("variants/b.toml")).unwrap(), "mine");
    }
}
