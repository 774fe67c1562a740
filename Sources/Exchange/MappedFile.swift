#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A file mapped into memory, to be read where it lies.
///
/// For files of our own form only, which are written whole and then renamed: a mapped file that somebody cuts short ends the program. Tables
/// that people send are read in pieces instead.
public final class MappedFile: Sendable {
    private let address: UInt
    private let size: Int

    /// Maps the file at `path` for reading.
    ///
    /// - Throws: ``TableError/unreadable(file:reason:)``.
    public init(path: String) throws(TableError) {
        let name = TableSource.file(path: path).name
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(file: name, reason: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var information = stat()
        guard fstat(descriptor, &information) == 0 else { throw .unreadable(file: name, reason: String(cString: strerror(errno))) }
        size = Int(information.st_size)
        guard size > 0 else {
            address = 0
            return
        }
        guard let mapped = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), mapped != MAP_FAILED else {
            throw .unreadable(file: name, reason: String(cString: strerror(errno)))
        }
        address = UInt(bitPattern: mapped)
    }

    deinit {
        if address != 0 { munmap(UnsafeMutableRawPointer(bitPattern: address), size) }
    }

    /// The file's bytes, valid as long as this object lives.
    public var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: UnsafeRawPointer(bitPattern: address), count: size) }
}

/// The bytes of a file in large pieces, for readers that take whole lines and leave the rest.
public struct FilePieces: ~Copyable {
    private let descriptor: Int32
    private let name: String
    private var buffer: UnsafeMutableRawBufferPointer
    private var held = 0

    /// Opens a file; `-` is standard input.
    ///
    /// - Throws: ``TableError/unreadable(file:reason:)``.
    public init(path: String, size: Int = 1 << 22) throws(TableError) {
        name = path == "-" ? "standard input" : TableSource.file(path: path).name
        descriptor = path == "-" ? 0 : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(file: name, reason: String(cString: strerror(errno))) }
        buffer = .allocate(byteCount: size, alignment: 16)
    }

    deinit {
        if descriptor > 0 { close(descriptor) }
        buffer.deallocate()
    }

    /// Hands the file to `body` piece by piece, the last one marked; what it leaves of a piece comes again in front of the next. A line
    /// longer than the buffer makes the buffer grow.
    ///
    /// - Throws: ``TableError`` if the file cannot be read on, and what `body` throws.
    public mutating func forEach(_ body: (_ piece: UnsafeRawBufferPointer, _ isLast: Bool) throws -> Int) throws {
        while true {
            if held == buffer.count {
                let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: buffer.count * 2, alignment: 16)
                larger.copyMemory(from: UnsafeRawBufferPointer(buffer))
                buffer.deallocate()
                buffer = larger
            }
            let count = read(descriptor, buffer.baseAddress?.advanced(by: held), buffer.count - held)
            guard count >= 0 else {
                if errno == EINTR { continue }
                throw TableError.unreadable(file: name, reason: String(cString: strerror(errno)))
            }
            held += count
            let taken = try body(UnsafeRawBufferPointer(rebasing: buffer[0..<held]), count == 0)
            if count == 0 { return }
            held -= taken
            if taken > 0, held > 0 {
                UnsafeMutableRawBufferPointer(rebasing: buffer[0..<held]).copyMemory(
                    from: UnsafeRawBufferPointer(rebasing: buffer[taken..<taken + held]))
            }
        }
    }
}
