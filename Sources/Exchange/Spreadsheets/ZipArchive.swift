/// The members of a ZIP file (PKWARE APPNOTE 6.3.9), as far as workbooks are made of it: stored or deflated, not encrypted, not split, below 4 GiB.
///
/// Nothing in the file is believed: every offset is checked, and no member is made larger than it says or than DEFLATE can make it.
struct ZipArchive {
    /// Why nothing can be read.
    enum Fault: Error, Equatable {
        /// It is cut off, or its parts contradict each other.
        case damaged
        /// A member is locked by a password.
        case encrypted
        /// A member is larger than anything that is read here.
        case tooLarge
    }

    private struct Member {
        var method: Int
        var check: UInt32
        var size: Int
        var data: Range<Int>
    }

    /// A part larger than this is not read.
    static let largestMember = 1 << 29
    /// The end of the directory, without the remark that may follow it.
    private static let endLength = 22

    private let bytes: [UInt8]
    private var members: [String: Member] = [:]

    /// Reads the directory.
    init(_ bytes: [UInt8]) throws(Fault) {
        self.bytes = bytes
        guard let end = ZipArchive.end(of: bytes) else { throw .damaged }
        let count = try number(end + 10, 2)
        var entry = try number(end + 16, 4)
        for _ in 0..<count {
            guard try number(entry, 4) == 0x0201_4B50 else { throw .damaged }
            let flags = try number(entry + 8, 2)
            let (nameLength, extra, remark) = (try number(entry + 28, 2), try number(entry + 30, 2), try number(entry + 32, 2))
            let name = String(decoding: try slice(entry + 46, nameLength), as: UTF8.self)
            guard flags & 1 == 0 else { throw .encrypted }
            let header = try number(entry + 42, 4)
            guard try number(header, 4) == 0x0403_4B50 else { throw .damaged }
            let start = header + 30 + (try number(header + 26, 2)) + (try number(header + 28, 2))
            let length = try number(entry + 20, 4)
            guard start + length <= bytes.count else { throw .damaged }
            members[name] = Member(
                method: try number(entry + 10, 2), check: UInt32(truncatingIfNeeded: try number(entry + 16, 4)), size: try number(entry + 24, 4),
                data: start..<start + length)
            entry += 46 + nameLength + extra + remark
        }
    }

    /// The names of the members.
    var names: some Collection<String> { members.keys }

    /// The content of a member; nil if there is none of this name.
    func contents(of name: String) throws(Fault) -> [UInt8]? {
        guard let member = members[name] else { return nil }
        guard member.size <= ZipArchive.largestMember else { throw .tooLarge }
        let content: [UInt8]
        switch member.method {
        case 0: content = Array(bytes[member.data])
        case 8:
            guard let inflated = Deflate.inflated(bytes[member.data], size: member.size) else { throw .damaged }
            content = inflated
        default: throw .damaged
        }
        guard content.count == member.size, Deflate.check(0, extendedBy: content) == member.check else { throw .damaged }
        return content
    }

    /// Where the end of the directory begins: the last such mark, for a remark may follow.
    private static func end(of bytes: [UInt8]) -> Int? {
        let last = bytes.count - endLength
        guard last >= 0 else { return nil }
        for start in stride(from: last, through: max(0, last - 0xFFFF), by: -1)
        where bytes[start] == 0x50 && bytes[start + 1] == 0x4B && bytes[start + 2] == 5 && bytes[start + 3] == 6 { return start }
        return nil
    }

    /// A number of `width` bytes, its lowest first.
    private func number(_ start: Int, _ width: Int) throws(Fault) -> Int {
        guard start >= 0, start + width <= bytes.count else { throw .damaged }
        return (0..<width).reduce(0) { $0 | Int(bytes[start + $1]) << (8 * $1) }
    }

    private func slice(_ start: Int, _ length: Int) throws(Fault) -> ArraySlice<UInt8> {
        guard start >= 0, start + length <= bytes.count else { throw .damaged }
        return bytes[start..<start + length]
    }
}
