import Foundation
import Register
import Testing
import Vocabulary

@testable import Exchange

@Suite("Damaged tables")
struct FuzzTests {
    static let seeds: [(TableKind, [UInt8])] = [
        (.tests, Array(EncodingTests.text.utf8)),
        (.tests, EncodingTests.gb18030),
        (.tests, [0xFF, 0xFE] + EncodingTests.text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }),
        (
            .contacts,
            Array(
                "编号,姓名,病例编号,首次接触日期,最后接触日期,判定时间,接触方式\nC1,\"王\n五\",0319-1,16/03/2022,18/03/2022,2022年3月18日 20时,\"同餐\"\n".utf8)
        ),
        (.cases, Array("id;class;onset;diagnosis date;age;phone\nA;confirmed;44639;44640.5;35;+86 138-0000-0000\n".utf8)),
    ]

    @Test("bytes changed, cut and doubled at random never stop the program, and every row is read or refused", arguments: 0..<6)
    func mutations(round: Int) {
        var dice = Dice(seed: UInt64(round) &* 7919 &+ 20_220_319)
        let marks: [UInt8] = [0x00, 0x22, 0x2C, 0x0A, 0x0D, 0x3B, 0x09, 0xFF, 0xFE, 0x80, 0xE5, 0x2F, 0x2D, 0x27, 0x45]
        for _ in 0..<60 {
            let (kind, seed) = dice.pick(FuzzTests.seeds)
            var bytes = seed
            for _ in 0...dice.below(12) where !bytes.isEmpty {
                let place = dice.below(bytes.count)
                switch dice.below(5) {
                case 0: bytes[place] = UInt8(dice.below(256))
                case 1: bytes[place] = dice.pick(marks)
                case 2: bytes.insert(dice.pick(marks), at: place)
                case 3: bytes.removeSubrange(place..<min(bytes.count, place + dice.below(20)))
                default: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + dice.below(60))], at: dice.below(bytes.count))
                }
            }
            do {
                let plan = try ImportPlan(.bytes(bytes, name: "x"), kind: kind, context: World.context())
                let (rows, rejections) = try World.read(plan)
                var errors = RejectionWriter(plan, language: .english).beginning()
                for rejection in rejections {
                    #expect(!rejection.problems.isEmpty)
                    RejectionWriter(plan, language: .english).append(rejection, to: &errors)
                }
                #expect(rows.allSatisfy { !$0.keys.isEmpty })
            } catch {
                #expect((error as? TableError)?.text.zh.isEmpty == false)
            }
        }
    }

    @Test("cells of any bytes are no dates without harm")
    func dates() {
        var dice = Dice(seed: 3)
        let alphabet = Array("0123456789-/.: TZ+年月日时分上下午AMarch,".utf8)
        for _ in 0..<20_000 {
            let bytes = (0..<dice.below(24)).map { _ in dice.below(8) == 0 ? UInt8(dice.below(256)) : dice.pick(alphabet) }
            bytes.withUnsafeBufferPointer {
                _ = DateReading.read($0, order: nil)
                _ = DateReading.evidence($0)
            }
        }
    }

    @Test("a long file with quotation marks that are opened everywhere ends soon, one way or the other")
    func quotes() throws {
        let line = Array("A,\"2022-03-19,阴性\n".utf8)
        var bytes = Array("编号,采样时间,结果\n".utf8)
        for _ in 0..<3_001 { bytes += line }
        let (rows, rejections) = try World.read(ImportPlan(.bytes(bytes, name: "x"), kind: .tests, context: World.context()))
        #expect(rows.isEmpty && !rejections.isEmpty)
    }
}
