/// A JPEG file taken apart into its segments (ITU-T T.81, annex B), of which those are kept that a decoder needs.
///
/// Left behind are all application segments (APP0–APP15: JFIF with its small picture, EXIF, XMP, IPTC, further pictures) and comments, and
/// whatever follows the end of the picture. Adobe's APP14 stays, since it says how colours are coded, and the way up (EXIF 2.3, tag 0x0112)
/// is written anew.
struct JPEGFile {
    /// How a file begins.
    static let mark: [UInt8] = [0xFF, 0xD8, 0xFF]

    private let file: [UInt8]
    private var at = 2
    private(set) var kept: [UInt8] = []
    private(set) var width = 0
    private(set) var height = 0
    private var wayUp: UInt8?
    private var hasPicture = false

    init(_ file: [UInt8]) {
        self.file = file
    }

    /// Reads to the end of the picture.
    mutating func read() throws(Photograph.Refusal) {
        kept.reserveCapacity(file.count)
        while true {
            let marker = try nextMarker()
            switch marker {
            case 0xD9:
                guard hasPicture, width > 0 else { throw .damaged }
                kept += [0xFF, 0xD9]
                kept.insert(contentsOf: head, at: 0)
                return
            case 0xC0...0xCF, 0xDA, 0xDB, 0xDD, 0xE0...0xEF, 0xFE: try readSegment(marker)
            default: throw .damaged
            }
        }
    }

    /// The marker at hand; any number of 0xFF may precede it.
    private mutating func nextMarker() throws(Photograph.Refusal) -> UInt8 {
        guard at < file.count, file[at] == 0xFF else { throw .damaged }
        while at < file.count, file[at] == 0xFF { at += 1 }
        guard at < file.count else { throw .damaged }
        defer { at += 1 }
        return file[at]
    }

    private mutating func readSegment(_ marker: UInt8) throws(Photograph.Refusal) {
        guard let length = file.two(at: at), length >= 2, length <= file.count - at else { throw .damaged }
        let content = (at + 2)..<(at + length)
        let segment = at..<(at + length)
        at += length
        switch marker {
        case 0xE1: wayUp = wayUp ?? JPEGFile.wayUp(Array(file[content]))
        case 0xEE where content.count == 12 && file[content].starts(with: Array("Adobe".utf8)): keep(marker, segment)
        case 0xE0...0xEF, 0xFE: break
        case 0xC4, 0xCC, 0xDB, 0xDD: keep(marker, segment)
        case 0xC8: throw .damaged
        case 0xDA:
            // A scan before its frame, or without a word of what is in it.
            guard width > 0, content.count >= 6 else { throw .damaged }
            keep(marker, segment)
            copyScan()
        default:
            guard width == 0, content.count >= 6, let down = file.two(at: content.lowerBound + 1), let across = file.two(at: content.lowerBound + 3),
                down > 0, across > 0
            else { throw .damaged }
            (width, height) = (across, down)
            keep(marker, segment)
        }
    }

    private mutating func keep(_ marker: UInt8, _ segment: Range<Int>) {
        kept += [0xFF, marker]
        kept += file[segment]
    }

    /// Copies the coded points up to the next marker that is neither a stuffed byte nor a restart.
    private mutating func copyScan() {
        let start = at
        while at < file.count {
            guard let next = file[at...].firstIndex(of: 0xFF), next + 1 < file.count else {
                at = file.count
                break
            }
            at = next
            guard file[next + 1] == 0 || (0xD0...0xD7).contains(file[next + 1]) else { break }
            at = next + 2
        }
        kept += file[start..<at]
        hasPicture = true
    }

    /// How the file begins anew: with the way up, where it is not the plain one.
    private var head: [UInt8] {
        var head: [UInt8] = [0xFF, 0xD8]
        guard let wayUp, (2...8).contains(wayUp) else { return head }
        head += [0xFF, 0xE1, 0, 34] + Array("Exif".utf8) + [0, 0]
        head += Array("MM".utf8) + [0, 42, 0, 0, 0, 8, 0, 1]
        head += [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, wayUp, 0, 0, 0, 0, 0, 0]
        return head
    }

    /// The way up that an EXIF segment states in its first directory; nil if it states none.
    private static func wayUp(_ content: [UInt8]) -> UInt8? {
        guard content.starts(with: Array("Exif".utf8) + [0, 0]) else { return nil }
        let tiff = Array(content.dropFirst(6))
        let isLittle = tiff.starts(with: Array("II".utf8))
        guard isLittle || tiff.starts(with: Array("MM".utf8)) else { return nil }
        func two(_ position: Int) -> Int? { tiff.two(at: position).map { isLittle ? ($0 & 0xFF) << 8 | $0 >> 8 : $0 } }
        func four(_ position: Int) -> Int? {
            guard let first = two(position), let second = two(position + 2) else { return nil }
            return isLittle ? second << 16 | first : first << 16 | second
        }
        guard two(2) == 42, let directory = four(4), let count = two(directory) else { return nil }
        for entry in 0..<count {
            let position = directory + 2 + 12 * entry
            guard let tag = two(position) else { return nil }
            if tag == 0x0112, two(position + 2) == 3, let value = two(position + 8) { return UInt8(exactly: value) }
        }
        return nil
    }
}
