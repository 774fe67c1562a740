import Exchange
import Foundation
import Hummingbird
import HummingbirdTesting
import Obligations
import Operations
import Policy
import Register
import Storage
import Testing
import Vocabulary

@testable import Server

@Suite("The decision service answers from the code alone")
struct EntryDecisionServiceTests {
    private static let now = Instant(milliseconds: 1_647_651_600_000)  // 2022-03-19 09:00 +08:00
    private static let policy: Policy? = try? PolicyFolder(
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(path: "policies")
    ).edition("hunan-2022-03")

    private static func keys() throws -> EntryKeys {
        let path = FileManager.default.temporaryDirectory.appending(path: "shoutu-keys-\(UUID().uuidString)/master.key").path
        defer { try? FileManager.default.removeItem(atPath: (path as NSString).deletingLastPathComponent) }
        return try KeyRing.open(at: path).entry
    }

    private static func service(_ keys: EntryKeys) -> EntryDecisions {
        let policy = policy
        return EntryDecisions(
            keys: keys, zone: .shanghai, now: { now }, appeal: { LocalizedText(zh: "申诉", en: "appeal") }, policy: { _, _ in policy })
    }

    private static func code(_ number: Int64 = 1, issued: Instant = now) -> EntryCode {
        EntryCode(
            registration: Reference(rawValue: number), issued: issued, validity: 4, risk: .high, leftOrigin: CivilDate("2022-03-18"),
            destination: TerritoryCode("430111"))
    }

    private static func read(_ answer: (status: HTTPResponse.Status, body: ByteBuffer)) -> (Int, [String: Any]) {
        let object = try? JSONSerialization.jsonObject(with: Data(answer.body.readableBytesView)) as? [String: Any]
        return (answer.status.code, object ?? [:])
    }

    @Test("a verdict, each demand with its reason and rule, and where to object")
    func verdict() throws {
        let keys = try Self.keys()
        let service = Self.service(keys)
        let text = try keys.text(of: Self.code())
        let (status, said) = Self.read(service.answer(text))
        #expect(status == 200 && said["verdict"] as? String == "control" && said["until"] as? String == "2022-04-01")
        let demands = try #require(said["demands"] as? [[String: Any]])
        #expect(!demands.isEmpty)
        for demand in demands {
            let why = try #require((demand["why"] as? [String: String])?["en"])
            let rule = try #require(demand["rule"] as? String)
            #expect(why.contains("§" + rule))
        }
        #expect((said["appeal"] as? [String: String])?["en"] == "appeal")
        #expect(said["fromCodeAlone"] as? Bool == true)
        // The second answer is the first one kept.
        #expect(service.answer(text).body == service.answer(text).body)
    }

    @Test("a replayed, expired, foreign or mangled code is refused with what is wrong")
    func refusals() throws {
        let keys = try Self.keys()
        let service = Self.service(keys)
        let text = try keys.text(of: Self.code(7))
        #expect(Self.read(service.answer(text)).0 == 200)
        service.use(Reference(rawValue: 7), at: Self.now, checkpoint: "长沙南站")
        func refusal(_ text: String) -> String {
            let (status, said) = Self.read(service.answer(text))
            #expect(status == 422 && said["appeal"] != nil && said["message"] != nil)
            return said["refused"] as? String ?? ""
        }
        #expect(refusal(text) == "used")
        #expect(refusal(try keys.text(of: Self.code(8, issued: Self.now - .hours(5)))) == "expired")
        #expect(refusal(try Self.keys().text(of: Self.code(9))) == "notOurs")
        #expect(refusal("hello") == "notACode")
        #expect(refusal("ST1.abc") == "malformed")
    }

    @Test("through the console: a bad code is refused with strict headers, what is longer than any code is not read, and both are counted")
    func gate() async throws {
        let console = try PreviewWorld.console()
        try await console.visit { client async throws in
            let browser = Browser(client)
            let refused = try await browser.post("/entry/decide", ["text": "x"])
            #expect(refused.status == .unprocessableContent)
            #expect(refused.headers[.contentType] == "application/json; charset=utf-8")
            #expect(refused.headers[.xContentTypeOptions] == "nosniff" && refused.headers[.cacheControl] == "no-store")
            let long = try await browser.post("/entry/decide", ["text": String(repeating: "x", count: 4000)])
            #expect(long.status == .contentTooLarge)
        }
    }

    @Test("answers and refusals are counted apart, and what was told is counted no more")
    func counted() {
        let count = EntryCount(logger: .init(label: "test"))
        for isAnswered in [true, false, true] { count.note(isAnswered) }
        #expect(count.take() == (2, 1))
        #expect(count.take() == (0, 0))
    }
}
