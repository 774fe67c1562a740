import Operations
import Register
import Storage
import Testing
import Vocabulary

@testable import Server

@Suite("What is typed into the search field")
struct SearchTextTests {
    @Test(
        "is read as what a person is found by",
        arguments: [
            ("13812345678", [SearchToken.phone("13812345678")]), ("5678", [.phoneLastFour("5678")]), ("李", [.surname("李")]),
            ("王小明", [.name("王小明")]), ("li fang", [.syllable("li"), .syllable("fang")]), ("李 5678", [.surname("李"), .phoneLastFour("5678")]),
            ("430102198802301234", [.document("430102198802301234")]), ("E12345678", [.document("E12345678")]),
        ])
    func reading(_ text: String, _ tokens: [SearchToken]) {
        #expect(SearchText(text).readings.first == tokens)
    }

    @Test("finds nobody where nothing was typed")
    func nothing() {
        #expect(SearchText("  ").readings.isEmpty)
    }
}

@Test("an obligation's key leads back to its identity")
func obligationKey() {
    let key = ObligationKey(person: PersonID(rawValue: 4711), reason: .closeContact, rule: "tracing.close.stages.1.tests.4", ordinal: 2)
    #expect(ObligationKey(key.description) == key)
    #expect(ObligationKey("4711-closeContact-2-") == nil)
    #expect(ObligationKey("4711-nobody-2-tracing") == nil)
}
