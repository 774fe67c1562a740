/// A PNG file taken apart into its chunks (ISO/IEC 15948), of which those are kept that make the picture: IHDR, PLTE, tRNS, IDAT, IEND.
///
/// Left behind are all others, among them text, time, EXIF, colour profiles and further frames, and whatever follows the end.
struct PNGFile {
    /// How a file begins.
    static let mark: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    private let file: [UInt8]
    private(set) var kept: [UInt8] = []
    private(set) var width = 0
    private(set) var height = 0

    init(_ file: [UInt8]) {
        self.file = file
    }

    /// Reads to the end of the picture.
    mutating func read() throws(Photograph.Refusal) {
        kept.reserveCapacity(file.count)
        kept += PNGFile.mark
        var (at, hasPoints) = (PNGFile.mark.count, false)
        while true {
            guard let length = file.four(at: at), file.count - at >= 12, length <= file.count - at - 12 else { throw .damaged }
            let name = String(decoding: file[(at + 4)..<(at + 8)], as: UTF8.self)
            let chunk = at..<(at + length + 12)
            guard (width > 0) != (name == "IHDR") else { throw .damaged }
            switch name {
            case "IHDR":
                guard length == 13, let across = file.four(at: at + 8), let down = file.four(at: at + 12) else { throw .damaged }
                (width, height) = (across, down)
                kept += file[chunk]
            case "PLTE", "tRNS": kept += file[chunk]
            case "IDAT":
                hasPoints = true
                kept += file[chunk]
            case "IEND":
                guard hasPoints, length == 0 else { throw .damaged }
                kept += file[chunk]
                return
            default:
                // Those that may be left out begin with a small letter (ISO/IEC 15948, 5.4); without another the picture is not what it was.
                guard (0x61...0x7A).contains(file[at + 4]) else { throw .damaged }
            }
            at = chunk.upperBound
        }
    }
}
