#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Where a table comes from.
public enum TableSource: Sendable {
    /// A file, read in pieces.
    case file(path: String)
    /// Bytes at hand, with the name to use in messages.
    case bytes([UInt8], name: String)

    /// The name for messages: the file's, without its folder.
    public var name: String {
        switch self {
        case .file(let path): path.split(separator: "/").last.map(String.init) ?? path
        case .bytes(_, let name): name
        }
    }

    /// Text at hand.
    public static func text(_ text: String, name: String = "table.csv") -> TableSource { .bytes(Array(text.utf8), name: name) }
}

/// The bytes of a source, piece by piece. Read with `read(2)`: a mapped file that somebody cuts short would end the program.
final class ByteStream {
    static let pieceSize = 1 << 18

    let name: String
    private(set) var total = 0
    private(set) var position = 0
    private let bytes: [UInt8]
    private let descriptor: Int32

    init(_ source: TableSource) throws(TableError) {
        name = source.name
        switch source {
        case .bytes(let bytes, _):
            self.bytes = bytes
            descriptor = -1
            total = bytes.count
        case .file(let path):
            bytes = []
            descriptor = open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw .unreadable(file: source.name, reason: String(cString: strerror(errno))) }
            var information = stat()
            if fstat(descriptor, &information) == 0 { total = Int(information.st_size) }
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Appends the next piece; false at the end.
    func append(to buffer: inout [UInt8]) throws(TableError) -> Bool {
        if descriptor < 0 {
            let end = min(position + ByteStream.pieceSize, bytes.count)
            buffer.append(contentsOf: bytes[position..<end])
            defer { position = end }
            return end > position
        }
        let old = buffer.count
        buffer.append(contentsOf: repeatElement(0, count: ByteStream.pieceSize))
        var count = -1
        repeat {
            count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress.map { $0 + old }, ByteStream.pieceSize) }
        } while count < 0 && errno == EINTR
        buffer.removeLast(ByteStream.pieceSize - max(count, 0))
        guard count >= 0 else { throw .unreadable(file: name, reason: String(cString: strerror(errno))) }
        position += count
        return count > 0
    }
}

/// The text of a source as UTF-8, piece by piece, without its byte order mark.
///
/// Bytes that the encoding does not allow become U+FFFD, so that the cells holding them can be refused and the others read.
final class TextStream {
    let encoding: TextEncoding
    private let bytes: ByteStream
    private let converter: Converter?
    private var raw: [UInt8] = []
    private var markLeft: Int

    /// Bytes read so far, and in all.
    var progress: (read: Int, total: Int) { (bytes.position, bytes.total) }

    /// The name of the source.
    var name: String { bytes.name }

    init(_ source: TableSource, encoding: TextEncoding, mark: Int) throws(TableError) {
        self.encoding = encoding
        bytes = try ByteStream(source)
        markLeft = mark
        if encoding == .utf8 {
            converter = nil
        } else {
            guard let converter = Converter(from: encoding) else { throw .encodingUnavailable(file: source.name, encoding: encoding) }
            self.converter = converter
        }
    }

    /// Appends the next piece of text; false at the end.
    func append(to text: inout [UInt8]) throws(TableError) -> Bool {
        guard let converter else {
            let old = text.count
            guard try bytes.append(to: &text) else { return false }
            dropMark(&text, from: old)
            return true
        }
        let more = try bytes.append(to: &raw)
        if more { dropMark(&raw, from: 0) }
        if raw.isEmpty { return more }
        let used = converter.convert(raw, into: &text, isLast: !more)
        raw.removeFirst(used)
        return true
    }

    private func dropMark(_ buffer: inout [UInt8], from start: Int) {
        guard markLeft > 0 else { return }
        let count = min(markLeft, buffer.count - start)
        buffer.removeSubrange(start..<start + count)
        markLeft -= count
    }
}

/// One direction of the system's `iconv`.
private final class Converter {
    private let handle: iconv_t
    private let unit: Int
    private var scratch = [UInt8](repeating: 0, count: 1 << 16)

    init?(from encoding: TextEncoding) {
        guard let handle = iconv_open("UTF-8", encoding.rawValue.uppercased()), Int(bitPattern: handle) != -1 else { return nil }
        self.handle = handle
        unit = encoding == .utf16LittleEndian || encoding == .utf16BigEndian ? 2 : 1
    }

    deinit { iconv_close(handle) }

    /// Converts what is complete; gives the number of bytes used.
    func convert(_ input: [UInt8], into output: inout [UInt8], isLast: Bool) -> Int {
        var input = input
        var used = 0
        while used < input.count {
            var inputLeft = input.count - used
            var outputLeft = scratch.count
            var failure: Int32 = 0
            input.withUnsafeMutableBytes { source in
                scratch.withUnsafeMutableBytes { target in
                    var from = source.baseAddress.map { ($0 + used).assumingMemoryBound(to: CChar.self) }
                    var to = target.baseAddress?.assumingMemoryBound(to: CChar.self)
                    // (size_t)-1 is failure; anything else means that the whole input was converted.
                    if iconv(handle, &from, &inputLeft, &to, &outputLeft) == UInt.max { failure = errno }
                }
            }
            let written = scratch.count - outputLeft
            let hasProgressed = written > 0 || input.count - inputLeft > used
            output.append(contentsOf: scratch[..<written])
            used = input.count - inputLeft
            if used >= input.count { break }
            // glibc leaves half a UTF-16 unit at the end unread and calls it success.
            if failure == 0 || failure == EINVAL, !isLast { break }
            if failure == E2BIG, hasProgressed { continue }
            // Forget what the converter may hold of the broken character, and go on behind its first unit.
            iconv(handle, nil, nil, nil, nil)
            output.append(contentsOf: [0xEF, 0xBF, 0xBD])
            used = min(used + unit, input.count)
        }
        return used
    }
}
