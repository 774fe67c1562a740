import Foundation

/// A small file, mode 0600, whose writes have reached the disk when they return.
final class SyncedFile: Sendable {
    /// What the operating system said.
    struct Failure: Error, CustomStringConvertible {
        /// Its error number.
        let number: Int32
        /// Its words.
        var description: String { String(cString: strerror(number)) }
    }

    private let descriptor: Int32

    /// Creates a file that does not exist yet.
    init(creatingAt path: String) throws(Failure) {
        descriptor = Foundation.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor < 0 { throw Failure(number: errno) }
    }

    /// Opens a file, creating it if there is none.
    init(at path: String) throws(Failure) {
        descriptor = Foundation.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        if descriptor < 0 { throw Failure(number: errno) }
    }

    deinit { close(descriptor) }

    /// Writes `bytes` at the beginning and cuts off what follows.
    func replace(with bytes: [UInt8]) throws(Failure) {
        try write(bytes, at: 0)
        if ftruncate(descriptor, off_t(bytes.count)) != 0 { throw Failure(number: errno) }
        try sync()
    }

    /// Writes `bytes` at `offset`, without waiting for the disk.
    func write(_ bytes: [UInt8], at offset: Int) throws(Failure) {
        var done = 0
        while done < bytes.count {
            let count = bytes[done...].withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, off_t(offset + done)) }
            if count < 0, errno == EINTR { continue }
            if count <= 0 { throw Failure(number: count < 0 ? errno : ENOSPC) }
            done += count
        }
    }

    /// Up to `count` bytes from `offset`.
    func read(_ count: Int, at offset: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = max(0, pread(descriptor, buffer.baseAddress, count, off_t(offset)))
        }
    }

    /// Waits until what was written has reached the disk.
    func sync() throws(Failure) {
        if fsync(descriptor) != 0 { throw Failure(number: errno) }
    }

    /// Holds other processes off while `body` runs.
    func locked<T, E>(_ body: () throws(E) -> T) throws(E) -> T {
        while flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
        defer { _ = flock(descriptor, LOCK_UN) }
        return try body()
    }

    /// Makes the names in the folder of `path` durable.
    static func syncFolder(of path: String) {
        let folder = (path as NSString).deletingLastPathComponent
        let descriptor = Foundation.open(folder.isEmpty ? "." : folder, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        _ = fsync(descriptor)
        close(descriptor)
    }
}
