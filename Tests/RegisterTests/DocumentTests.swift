import Register
import Testing
import Vocabulary

@Suite("passports and permits")
struct TravelDocumentTests {
    @Test(
        "the kind follows from the form",
        arguments: [
            ("E12345678", TravelDocument.Kind.passport), ("ea1234567", .passport), ("G12345678", .passport), ("141234567", .passport),
            ("151234567", .passport), ("PE1234567", .servicePassport), ("SE1234567", .servicePassport), ("P.1234567", .servicePassport),
            ("S1234567", .servicePassport), ("DE1234567", .diplomaticPassport), ("K12345678", .hongKongPassport), ("MA1234567", .macaoPassport),
            ("H12345678", .hongKongMacaoPermit), ("M1234567801", .hongKongMacaoPermit), ("12345678", .taiwanPermit), ("1234567801", .taiwanPermit),
            ("312345678", .taiwanPassport),
        ])
    func kinds(number: String, kind: TravelDocument.Kind) throws {
        #expect(try TravelDocument(number).kind == kind)
        #expect(try TravelDocument(number, kind: kind).kind == kind)
    }

    @Test("letters that could be read as digits do not stand in a passport", arguments: ["EI1234567", "EO1234567"])
    func unmistakable(number: String) {
        #expect(throws: IdentifierError.self) { try TravelDocument(number) }
    }

    @Test("a foreign passport is taken when named, never guessed")
    func foreign() throws {
        #expect(throws: IdentifierError.self) { try TravelDocument("X1234567A") }
        #expect(try TravelDocument("x1234567a", kind: .foreignPassport).number == "X1234567A")
        #expect(throws: IdentifierError.self) { try TravelDocument("X123-4567", kind: .foreignPassport) }
    }

    @Test("a document whose kind nobody named is an identity number if it is as long as one")
    func detection() throws {
        #expect(try DocumentNumber(" 11010519491231002x ").number == "11010519491231002X")
        #expect(try DocumentNumber("E1234 5678") == .travel(TravelDocument("E12345678")))
        #expect(throws: IdentifierError.length(found: 17, accepted: [18, 15])) { try DocumentNumber("11010519491231002") }
        #expect(DocumentNumber.other(kind: "海员证", number: "A0123456").masked == "A…56")
    }
}

@Suite("social credit code")
struct SocialCreditCodeTests {
    @Test("the vectors of domain.md §17.2 are valid", arguments: ["91430000000000000T", "124300000000000013", "9135010000000000XB"])
    func valid(code: String) throws {
        #expect(try SocialCreditCode(code).code == code)
        #expect(try SocialCreditCode(code.lowercased()).code == code)
    }

    @Test("what is wrong is said precisely")
    func invalid() {
        #expect(throws: IdentifierError.checksum(found: "U", expected: "T")) { try SocialCreditCode("91430000000000000U") }
        #expect(throws: IdentifierError.character("I", position: 9, accepted: "0–9, A–Y −I −O −S −V")) { try SocialCreditCode("91430000I00000000T") }
        #expect(throws: IdentifierError.length(found: 15, accepted: [18])) { try SocialCreditCode("430000000000000") }
    }

    @Test("an organisation code with a wrong check character of its own is marked, not refused")
    func organisationCode() throws {
        #expect(try SocialCreditCode("91430000000000000T").hasConsistentOrganisationCode)
        #expect(try !SocialCreditCode("124300000000000013").hasConsistentOrganisationCode)
    }
}
