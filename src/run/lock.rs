//! One run at a time in one place: an empty file beside the run's folder, locked by the operating system, which
//! lets go of it when the program ends however it ends.
//!
//! What always holds: whoever has a [`Lock`] has locked the file that stands at that path now, and it is gone
//! afterwards. A file system that knows no locks is written to without one.

use super::RunError;
use crate::text;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// A lock that is held.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    file: Option<File>,
}

impl Lock {
    /// Takes the lock at `path`, or says that another run has it.
    pub fn take(path: PathBuf) -> Result<Lock, RunError> {
        // Whoever had it removes the file, so the one just opened may be gone from the path once it is locked:
        // then the one that stands there now has to be locked instead. A few rounds settle that, or it is busy.
        for _ in 0..8 {
            let existed = match fs::metadata(&path) {
                Ok(metadata) if !metadata.is_file() || metadata.len() > 0 => {
                    let shown = path.display();
                    return Err(RunError::new(
                        text!(
                            "`{shown}` 不是本程序的锁文件，不会动它",
                            "`{shown}` is not a lock file of liftfit and is left alone"
                        ),
                        Some(text!(
                            "请移走它，或换一个输出位置",
                            "move it away or choose another place for the output"
                        )),
                    ));
                }
                found => found.is_ok(),
            };
            let opened = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
            let file = match opened {
                Ok(file) => file,
                // On Windows a file that is being removed cannot be opened for a moment.
                Err(error) if existed && error.kind() == io::ErrorKind::PermissionDenied => continue,
                Err(error) => return Err(RunError::cannot_write(&path, &error)),
            };
            match file.try_lock() {
                Err(TryLockError::WouldBlock) => return Err(busy(&path)),
                // No locks here (some network drives): go on without.
                Err(TryLockError::Error(_)) => return Ok(Lock { path, file: Some(file) }),
                Ok(()) if stands_at(&file, &path) => return Ok(Lock { path, file: Some(file) }),
                Ok(()) => {}
            }
        }
        Err(busy(&path))
    }
}

/// Whether the locked file is the one at the path: a time set on the one shows on the other.
fn stands_at(file: &File, path: &Path) -> bool {
    let now = SystemTime::now();
    if file.set_modified(now).is_err() {
        return path.exists();
    }
    match (file.metadata().and_then(|m| m.modified()), fs::metadata(path).and_then(|m| m.modified())) {
        (Ok(ours), Ok(theirs)) => ours == theirs,
        _ => false,
    }
}

fn busy(path: &Path) -> RunError {
    let shown = path.with_extension("");
    let shown = shown.display();
    RunError::new(
        text!("另一次运行正在写入 `{shown}`", "another run is writing `{shown}`"),
        Some(text!(
            "请等它结束后再试，或换一个输出位置",
            "try again when it has finished, or choose another place for the output"
        )),
    )
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Windows removes a file only once it is closed; elsewhere removing it first leaves no moment in which
        // another run locks a file that is about to go.
        if cfg!(windows) {
            self.file = None;
        }
        let _ = fs::remove_file(&self.path);
        self.file = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_at_a_time_and_nothing_left_behind() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("结果.lock");
        let first = Lock::take(path.clone()).unwrap();
        let second = Lock::take(path.clone()).unwrap_err();
        assert!(second.message.zh.contains("另一次运行") && second.message.zh.contains("结果`"), "{second:?}");
        drop(first);
        assert!(!path.exists());
        drop(Lock::take(path.clone()).unwrap());
        assert!(!path.exists());
    }

    #[test]
    fn a_lock_file_left_by_a_crash_is_no_obstacle() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("out.lock");
        fs::write(&path, "").unwrap();
        drop(Lock::take(path).unwrap());
    }

    #[test]
    fn somebody_elses_file_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("out.lock");
        fs::write(&path, "mine").unwrap();
        assert!(Lock::take(path.clone()).is_err());
        assert_eq!(fs::read(&path).unwrap(), b"mine");
    }
}
