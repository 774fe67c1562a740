import Exchange
import Foundation
import Operations
import Register
import Storage
import Testing
import Vocabulary

@Suite("Photographs lie with the finding they document: for its two ends alone, once, sealed, and every showing is recorded")
struct PhotographTests {
    let start = Instant.shanghai("2022-03-15T08:00")

    /// The smallest picture there is, with a text that a camera wrote beside it; `shade` makes another.
    private func photograph(_ shade: UInt8 = 0) throws -> Photograph {
        let mark: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
            [0, 0, 0, UInt8(content.count)] + Array(name.utf8) + content + [0, 0, 0, 0]
        }
        return try Photograph(
            mark + chunk("IHDR", [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]) + chunk("tEXt", Array("Place at home".utf8)) + chunk("IDAT", [shade])
                + chunk("IEND", []))
    }

    private func finding(_ register: TemporaryRegister) async throws -> Reference<Finding> {
        let start = start
        return try await register.at(start).perform(as: .user(4, .inspector, in: .hunan, at: start)) { filing in
            let inspection = try filing.recordInspection(Inspection(territory: .yuhua, theme: "市场", inspectors: ["甲"]), at: start)
            return try filing.recordFinding(
                Finding(inspection: inspection, territory: .yuhua, inspector: .hunan, category: nil, severity: .serious, text: "无人查验"), at: start)
        }
    }

    @Test("both ends add to it, another county neither adds nor sees, and the same picture again is the same photograph")
    func ends() async throws {
        let register = try await TemporaryRegister(at: start)
        let (start, reference) = (start, try await finding(register))
        let (inspector, district) = (Author.user(4, .inspector, in: .hunan, at: start), Author.user(8, .commander, in: .yuhua, at: start))
        let elsewhere = Author.user(9, .commander, in: .yuelu, at: start)
        let (first, second) = (try photograph(), try photograph(1))
        let taken = try await register.at(start).perform(as: inspector) { try $0.add(first, to: reference) }
        let again = try await register.at(start).perform(as: district) { try $0.add(first, to: reference) }
        #expect(taken == again)
        _ = try await register.at(start).perform(as: district) { try $0.add(second, to: reference) }
        await #expect(throws: OperationError.notFound) { try await register.at(start).perform(as: elsewhere) { try $0.add(second, to: reference) } }

        let (shown, hidden) = try await (
            register.store.write(district) { try $0.showPhotograph(taken, of: .finding(reference)) },
            register.store.write(elsewhere) { try $0.showPhotograph(taken, of: .finding(reference)) }
        )
        #expect(shown?.mediaType == "image/png" && shown.map { Array($0.bytes) } == first.bytes && hidden == nil)
        #expect(shown?.bytes.range(of: Data("at home".utf8)) == nil)
        // A number of another thing does not lead to it.
        #expect(try await register.store.write(district) { try $0.showPhotograph(taken, of: .finding(Reference(rawValue: 1))) } == nil)
        let kept = try await register.store.read(inspector.scope) { try $0.photographs(of: .finding(reference), asOf: start) }
        #expect(kept.count == 2 && kept.map(\.width) == [1, 1])
        #expect(try await register.store.read(elsewhere.scope) { try $0.photographs(of: .finding(reference), asOf: start) }.isEmpty)
        #expect(try await register.store.read(inspector.scope) { try $0.photographs(of: .finding(reference), asOf: start - .hours(1)) }.isEmpty)
        let everyone = Author.systemUnrestricted("test").scope
        let acts = try await register.store.read(everyone) { try $0.auditEntries().flatMap { entry in entry.acts.counts.keys } }
        #expect(acts.count { $0 == "photograph.shown" } == 1 && acts.count { $0 == "photograph.kept" } == 3)
    }

    @Test("who is inspected removes only what they added; what is removed is gone, and may be added anew")
    func removal() async throws {
        let register = try await TemporaryRegister(at: start)
        let (start, reference) = (start, try await finding(register))
        let (inspector, district) = (Author.user(4, .inspector, in: .hunan, at: start), Author.user(8, .commander, in: .yuhua, at: start))
        let (first, second) = (try photograph(), try photograph(1))
        let theirs = try await register.at(start).perform(as: inspector) { try $0.add(first, to: reference) }
        let own = try await register.at(start).perform(as: district) { try $0.add(second, to: reference) }
        await #expect(throws: OperationError.notFound) {
            try await register.at(start).perform(as: district) { try $0.removePhotograph(theirs, of: reference, reason: "不当") }
        }
        await #expect(throws: OperationError.reasonMissing) {
            try await register.at(start).perform(as: district) { try $0.removePhotograph(own, of: reference, reason: "") }
        }
        try await register.at(start).perform(as: district) { try $0.removePhotograph(own, of: reference, reason: "拍到人脸") }
        try await register.at(start).perform(as: inspector) { try $0.removePhotograph(theirs, of: reference, reason: "拍错") }
        #expect(try await register.store.read(inspector.scope) { try $0.photographs(of: .finding(reference), asOf: start) }.isEmpty)
        #expect(try await register.store.write(inspector) { try $0.showPhotograph(own, of: .finding(reference)) } == nil)
        let back = try await register.at(start).perform(as: district) { try $0.add(second, to: reference) }
        #expect(try await register.store.write(inspector) { try $0.showPhotograph(back, of: .finding(reference)) } != nil)
        #expect(try await register.at(start).verifyDerivation().isGood)
    }
}
