/// A ZIP file written from its beginning to its end, so that nothing of it need be kept (PKWARE APPNOTE 6.3.9).
///
/// Sizes and check sums follow each member in a data descriptor. A file and its members are smaller than 4 GiB.
struct ZipStream: Sendable {
    private struct Member: Sendable {
        var name: [UInt8]
        var offset: Int
        var check: UInt32 = 0
        var size = 0
        var deflatedSize = 0
    }

    private var members: [Member] = []
    private var written = 0
    /// What was added to the member and not compressed yet.
    private var pending: [UInt8] = []
    /// Bit 3, sizes follow; bit 11, names are UTF-8.
    private static let flags: UInt16 = 0x0808
    /// So much is compressed at a time.
    private static let piece = 1 << 16

    /// Begins a member; whatever is added belongs to it until it ends.
    mutating func begin(_ name: String, _ output: inout [UInt8]) {
        let start = output.count
        members.append(Member(name: Array(name.utf8), offset: written))
        output.put(0x0403_4B50 as UInt32)
        output.put(UInt16(20))
        header(check: 0, sizes: (0, 0), nameLength: name.utf8.count, &output)
        output += name.utf8
        written += output.count - start
    }

    /// Adds to the member.
    mutating func add(_ bytes: [UInt8], _ output: inout [UInt8]) {
        guard !members.isEmpty else { return }
        members[members.count - 1].check = Deflate.check(members[members.count - 1].check, extendedBy: bytes)
        members[members.count - 1].size += bytes.count
        pending.append(contentsOf: bytes)
        if pending.count >= ZipStream.piece { compress(isLast: false, &output) }
    }

    /// Ends the member.
    mutating func end(_ output: inout [UInt8]) {
        guard !members.isEmpty else { return }
        compress(isLast: true, &output)
        let start = output.count
        let member = members[members.count - 1]
        output.put(0x0807_4B50 as UInt32)
        output.put(member.check)
        output.put(UInt32(clamping: member.deflatedSize))
        output.put(UInt32(clamping: member.size))
        written += output.count - start
    }

    /// Ends the file.
    mutating func finish(_ output: inout [UInt8]) {
        let start = output.count
        for member in members {
            output.put(0x0201_4B50 as UInt32)
            output.put(UInt16(20))
            output.put(UInt16(20))
            header(check: member.check, sizes: (member.deflatedSize, member.size), nameLength: member.name.count, &output)
            output += [UInt8](repeating: 0, count: 10)
            output.put(UInt32(clamping: member.offset))
            output += member.name
        }
        let size = output.count - start
        output.put(0x0605_4B50 as UInt32)
        output.put(UInt32(0))
        output.put(UInt16(clamping: members.count))
        output.put(UInt16(clamping: members.count))
        output.put(UInt32(clamping: size))
        output.put(UInt32(clamping: written))
        output.put(UInt16(0))
    }

    /// What the headers before a member and in the directory have alike. The time is the first of 1980: a file says nothing of when it was made,
    /// so that the same rows make the same file.
    private func header(check: UInt32, sizes: (Int, Int), nameLength: Int, _ output: inout [UInt8]) {
        output.put(ZipStream.flags)
        output.put(UInt16(8))
        output.put(UInt16(0))
        output.put(UInt16(0x0021))
        output.put(check)
        output.put(UInt32(clamping: sizes.0))
        output.put(UInt32(clamping: sizes.1))
        output.put(UInt16(clamping: nameLength))
        output.put(UInt16(0))
    }

    private mutating func compress(isLast: Bool, _ output: inout [UInt8]) {
        let block = Deflate.block(pending, isLast: isLast)
        output += block
        members[members.count - 1].deflatedSize += block.count
        written += block.count
        pending.removeAll(keepingCapacity: true)
    }
}

extension [UInt8] {
    /// Appends a number, its lowest byte first.
    fileprivate mutating func put<Number: FixedWidthInteger>(_ number: Number) {
        Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
    }
}
