import Foundation

/// Builds the one byte string that a value has, for digests and sealed payloads: every part carries its length, so that no two different
/// values run together into the same bytes.
struct CanonicalBytes {
    /// What has been written.
    private(set) var bytes: [UInt8] = []

    /// Nothing yet.
    init(reserving capacity: Int = 256) {
        bytes.reserveCapacity(capacity)
    }

    /// A number: 8 bytes, most significant first.
    mutating func append(_ number: Int64) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }

    /// A number or its absence.
    mutating func append(_ number: Int64?) {
        bytes.append(number == nil ? 0 : 1)
        if let number { append(number) }
    }

    /// A text.
    mutating func append(_ text: String) {
        append(Int64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    /// A text or its absence.
    mutating func append(_ text: String?) {
        bytes.append(text == nil ? 0 : 1)
        if let text { append(text) }
    }

    /// Bytes.
    mutating func append(_ data: some Collection<UInt8>) {
        append(Int64(data.count))
        bytes.append(contentsOf: data)
    }
}

/// Reads what `CanonicalBytes` wrote; nil where the bytes end or make no sense.
struct CanonicalReader {
    private let bytes: [UInt8]
    private var position = 0

    /// Reads from the beginning of `bytes`.
    init(_ bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
    }

    /// Whether everything has been read.
    var isAtEnd: Bool { position == bytes.count }

    /// The next number.
    mutating func number() -> Int64? {
        guard bytes.count - position >= 8 else { return nil }
        defer { position += 8 }
        return bytes[position..<position + 8].reduce(0) { $0 << 8 | Int64($1) }
    }

    /// The next text.
    mutating func text() -> String? {
        data().map { String(decoding: $0, as: UTF8.self) }
    }

    /// The next text or absence.
    mutating func optionalText() -> String?? {
        guard position < bytes.count else { return nil }
        position += 1
        return bytes[position - 1] == 0 ? .some(nil) : text().map(Optional.some)
    }

    /// The next bytes.
    mutating func data() -> ArraySlice<UInt8>? {
        guard let count = number(), count >= 0, count <= Int64(bytes.count - position) else { return nil }
        defer { position += Int(count) }
        return bytes[position..<position + Int(count)]
    }
}
