import Exchange
import Foundation
import Testing

@Suite("Photographs")
struct PhotographTests {
    /// A progressive JPEG of 24 by 16 points, lying on its side, with a place and a maker in its EXIF, a comment, and a film after its end.
    static let jpeg = bytes(
        """
        /9j/4AAQSkZJRgABAQAAAQABAAD/4QDMRXhpZgAATU0AKgAAAAgABAEPAAIAAAAMAAAAPgESAAMAAAABAAYAAAEyAAIAAAAUAAAASoglAAQAAAABAAAAXgAAAABDYW1lcm\
        FNYWtlcgAyMDIyOjAzOjE5IDA5OjAwOjAwAAAEAAEAAgAAAAJOAAAAAAIABQAAAAMAAACUAAMAAgAAAAJFAAAAAAQABQAAAAMAAACsAAAAAAAAABwAAAABAAAADQAAAAEA\
        AABRAAAAAgAAAHAAAAABAAAAOAAAAAEAAABRAAAABP/+AA90YWtlbiBhdCBob21l/9sAQwAbEhQXFBEbFxYXHhwbIChCKyglJShROj0wQmBVZWRfVV1baniZgWpxkHNbXY\
        W1hpCeo6utq2eAvMm6pseZqKuk/9sAQwEcHh4oIyhOKytOpG5dbqSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSk/8IAEQgAEAAY\
        AwEiAAIRAQMRAf/EABYAAQEBAAAAAAAAAAAAAAAAAAMEAP/EABYBAQEBAAAAAAAAAAAAAAAAAAIABP/aAAwDAQACEAMQAAABiR1Bn1mtP//EABgQAQADAQAAAAAAAAAAAA\
        AAAAABAhIR/9oACAEBAAEFAsssoqirj//EABcRAAMBAAAAAAAAAAAAAAAAAAABAwL/2gAIAQMBAT8BzQVD/8QAGBEAAgMAAAAAAAAAAAAAAAAAAAECESH/2gAIAQIBAT8B\
        WlxP/8QAFBABAAAAAAAAAAAAAAAAAAAAIP/aAAgBAQAGPwJf/8QAFhABAQEAAAAAAAAAAAAAAAAAAQAQ/9oACAEBAAE/ISENgX//2gAMAwEAAgADAAAAEPPv/8QAFhEBAQ\
        EAAAAAAAAAAAAAAAAAAAER/9oACAEDAQE/EFbH/8QAFhEBAQEAAAAAAAAAAAAAAAAAAQAR/9oACAECAQE/EHEXFv/EABgQAQEBAQEAAAAAAAAAAAAAAABhARFB/9oACAEB\
        AAE/EJJpIIsc87r/2U1vdGlvblBob3RvXzI4LjIyNzk=
        """)

    /// A PNG of 24 by 16 points with a palette, a place in its text, EXIF, and something after its end.
    static let png = bytes(
        """
        iVBORw0KGgoAAAANSUhEUgAAABgAAAAQBAMAAAD+CqKmAAAAGXRFWHRMb2NhdGlvbgAyOC4yMjc5LDExMi45Mzg5I2TPmwAAABhQTFRFqsOWMsNBqoCRMoArqkRNqg8RMk\
        QXMg8FouqT7wAAAMRlWElmTU0AKgAAAAgABAEPAAIAAAAMAAAAPgESAAMAAAABAAYAAAEyAAIAAAAUAAAASoglAAQAAAABAAAAXgAAAABDYW1lcmFNYWtlcgAyMDIyOjAz\
        OjE5IDA5OjAwOjAwAAAEAAEAAgAAAAJOAAAAAAIABQAAAAMAAACUAAMAAgAAAAJFAAAAAAQABQAAAAMAAACsAAAAAAAAABwAAAABAAAADQAAAAEAAABRAAAAAgAAAHAAAA\
        ABAAAAOAAAAAEAAABRAAAABEqAtfoAAABYSURBVHicbc5NDYUwGETR85EKAC1YeJ5QSYKCBgdFQfsWJQ0JzGruYn5iAxlMoHrAraSAdiF1X96ZBI4ZWbIj1BOxvjLtsVPP\
        UZBp/U4sY9KvQ/n4NiDwB8LPFp2By66SAAAAAElFTkSuQmCCdHJhaWxlcg==
        """)

    private static func bytes(_ text: String) -> [UInt8] { Data(base64Encoded: text).map(Array.init) ?? [] }

    private static func file(_ format: Photograph.Format) -> [UInt8] { format == .jpeg ? jpeg : png }

    private static func contains(_ text: String, _ bytes: [UInt8]) -> Bool { Data(bytes).range(of: Data(text.utf8)) != nil }

    @Test("of a JPEG the picture stays, and the way up; place, maker, comment and what follows are gone")
    func jpegIsStripped() throws {
        let photograph = try Photograph(PhotographTests.jpeg)
        #expect((photograph.width, photograph.height) == (24, 16))
        #expect(photograph.format == .jpeg)
        for text in ["CameraMaker", "2022:03:19", "taken at home", "MotionPhoto", "JFIF"] {
            #expect(PhotographTests.contains(text, PhotographTests.jpeg) && !PhotographTests.contains(text, photograph.bytes), "\(text)")
        }
        // SOI, then APP1 with one entry: tag 0x0112, a short, once, 6.
        #expect(Array(photograph.bytes.prefix(38).suffix(16)) == [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0])
        #expect(photograph.bytes[38] == 0xFF && photograph.bytes.suffix(2) == [0xFF, 0xD9])
    }

    @Test("of a PNG the chunks that make the picture stay")
    func pngIsStripped() throws {
        let photograph = try Photograph(PhotographTests.png)
        #expect((photograph.width, photograph.height) == (24, 16))
        #expect(photograph.format == .png)
        for text in ["Location", "28.2279", "eXIf", "CameraMaker", "trailer"] {
            #expect(PhotographTests.contains(text, PhotographTests.png) && !PhotographTests.contains(text, photograph.bytes), "\(text)")
        }
        for name in ["IHDR", "PLTE", "IDAT", "IEND"] { #expect(PhotographTests.contains(name, photograph.bytes)) }
    }

    @Test("what was stripped once stays as it is", arguments: Photograph.Format.allCases)
    func strippingTwice(_ format: Photograph.Format) throws {
        let file = PhotographTests.file(format)
        let once = try Photograph(file)
        #expect(try Photograph(once.bytes) == once)
    }

    @Test("a file that is no photograph is told so")
    func refused() {
        let cases: [([UInt8], Photograph.Refusal)] = [
            ([], .empty), (Array("GIF89a".utf8), .unknownFormat), (Array("<svg onload=alert(1)>".utf8), .unknownFormat),
            ([0xFF, 0xD8, 0xFF], .damaged), ([0xFF, 0xD8, 0xFF, 0xD9], .damaged), ([0xFF, 0xD8, 0xFF, 0xE1, 0xFF, 0xFF, 0], .damaged),
            ([0xFF, 0xD8, 0xFF, 0xDA, 0, 2, 1, 1], .damaged),
            ([UInt8](repeating: 0xFF, count: Photograph.limit + 1), .tooLarge), (Array(PhotographTests.png.prefix(8)), .damaged),
        ]
        for (file, refusal) in cases { #expect(throws: refusal) { try Photograph(file) } }
    }

    @Test("a picture that unfolds to more points than a reader can hold is refused")
    func bomb() {
        var file = PhotographTests.png
        for position in 16..<24 { file[position] = 0x7F }
        #expect(throws: Photograph.Refusal.tooLarge) { try Photograph(file) }
    }

    @Test("a file cut off anywhere before the end of its picture is refused", arguments: Photograph.Format.allCases)
    func truncated(_ format: Photograph.Format) throws {
        let file = PhotographTests.file(format)
        let trailer = file.count - (file.starts(with: [0xFF]) ? "MotionPhoto_28.2279".utf8.count : "trailer".utf8.count)
        for length in 0..<trailer { #expect(throws: Photograph.Refusal.self) { try Photograph(Array(file.prefix(length))) } }
        #expect(throws: Never.self) { try Photograph(Array(file.prefix(trailer))) }
    }

    @Test("hostile files end in a refusal or a photograph, never in a trap, and never keep a place", arguments: Photograph.Format.allCases)
    func fuzzed(_ format: Photograph.Format) {
        let file = PhotographTests.file(format)
        var seed: UInt64 = 0x9E37_79B9_7F4A_7C15
        func next(_ bound: Int) -> Int {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(seed >> 33) % bound
        }
        var (taken, refused) = (0, 0)
        for _ in 0..<4000 {
            var changed = file
            for _ in 0...next(6) {
                switch next(4) {
                case 0: changed[next(changed.count)] = UInt8(next(256))
                case 1: changed[next(changed.count)] = [0xFF, 0, 0x80, 0x7F][next(4)]
                case 2: changed.removeSubrange(next(changed.count - 8)..<changed.count)
                default: changed.insert(contentsOf: [0xFF, UInt8(next(256)), UInt8(next(256))], at: next(changed.count))
                }
                if changed.count < 16 { changed = file }
            }
            if let photograph = try? Photograph(changed) {
                taken += 1
                #expect(photograph.bytes.count <= changed.count + 36)
                #expect((try? Photograph(photograph.bytes)) == photograph)
            } else {
                refused += 1
            }
        }
        #expect(taken > 20 && refused > 20, "the changes reach both ends: \(taken), \(refused)")
    }
}
