/// A photograph fit to be kept: a JPEG or PNG file of bounded size, rebuilt from the parts that make the picture and from nothing else.
///
/// What a camera writes beside the picture (place, time, maker, serial number, a smaller picture, a film after its end) is left behind. Of
/// it only the way up is kept, without which a telephone's photograph lies on its side. What a file is, its bytes say and not its name.
public struct Photograph: Hashable, Sendable {
    /// How the picture is written.
    public enum Format: String, CaseIterable, Sendable {
        case jpeg, png

        /// Its media type.
        public var mediaType: String { "image/" + rawValue }
    }

    /// Why a file is not taken.
    public enum Refusal: Error, Hashable, CaseIterable, Sendable {
        /// It has no bytes.
        case empty
        /// It has more bytes than ``Photograph/limit``, or more points than ``Photograph/mostPoints``.
        case tooLarge
        /// It begins like neither format.
        case unknownFormat
        /// It ends before its picture does, or is not built as its format says.
        case damaged
    }

    /// How it is written.
    public let format: Format
    /// Points across, as stored.
    public let width: Int
    /// Points down, as stored.
    public let height: Int
    /// The file, without what was left behind.
    public let bytes: [UInt8]

    /// The most bytes a file may have.
    public static let limit = 12 * 1024 * 1024
    /// The most points a picture may have: a small file can unfold to one that fills a reader's memory.
    public static let mostPoints = 120_000_000

    /// Takes a file in.
    ///
    /// - Throws: `Refusal`.
    /// - Complexity: Linear in the size of the file; nothing is unfolded.
    public init(_ file: [UInt8]) throws(Refusal) {
        guard !file.isEmpty else { throw .empty }
        guard file.count <= Photograph.limit else { throw .tooLarge }
        if file.starts(with: JPEGFile.mark) {
            var reading = JPEGFile(file)
            try reading.read()
            self.init(format: .jpeg, width: reading.width, height: reading.height, bytes: reading.kept)
        } else if file.starts(with: PNGFile.mark) {
            var reading = PNGFile(file)
            try reading.read()
            self.init(format: .png, width: reading.width, height: reading.height, bytes: reading.kept)
        } else {
            throw .unknownFormat
        }
        guard width > 0, height > 0 else { throw .damaged }
        guard width <= Photograph.mostPoints / height else { throw .tooLarge }
    }

    private init(format: Format, width: Int, height: Int, bytes: [UInt8]) {
        (self.format, self.width, self.height, self.bytes) = (format, width, height, bytes)
    }
}

extension [UInt8] {
    /// The number in two bytes from `position`, the greater first; nil past the end.
    func two(at position: Int) -> Int? {
        guard position >= 0, position <= count - 2 else { return nil }
        return Int(self[position]) << 8 | Int(self[position + 1])
    }

    /// The number in four bytes from `position`, the greatest first; nil past the end.
    func four(at position: Int) -> Int? {
        guard let high = two(at: position), let low = two(at: position + 2) else { return nil }
        return high << 16 | low
    }
}
