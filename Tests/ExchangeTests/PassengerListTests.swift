import Exchange
import Register
import Testing
import Vocabulary

@Suite("Passenger lists in EDIFACT")
struct PassengerListTests {
    /// An invented flight; the documents are nobody's.
    static let message = """
        UNA:+.? '
        UNB+UNOA:4+AIRLINE1+NIAC+220319:0900+000000001++APIS'
        UNG+PAXLST+AIRLINE1+NIAC+220319:0900+1+UN+D:02B'
        UNH+PAX001+PAXLST:D:02B:UN:IATA+MU9375/220319/1200+01:F'
        BGM+745'
        NAD+MS+++OPERATIONS DESK'
        COM+021 1234567:TE'
        TDT+20+MU9375+++MU'
        LOC+125+PVG'
        DTM+189:2203190910:201'
        LOC+87+CSX'
        DTM+232:2203191140:201'
        NAD+FL+++ZHANG:SAN:XIAO'
        ATT+2++M'
        DTM+329:880505'
        LOC+178+PVG'
        LOC+179+CSX'
        NAT+2+CHN'
        RFF+SEA:12A'
        DOC+P:110:111+E99000001'
        DTM+36:300101'
        LOC+91+CHN'
        NAD+FL+++O?'BRIEN:MARY ANN'
        ATT+2++F'
        DTM+329:19790230'
        DOC+P:110:111+E99000002'
        NAD+FL+++LI:SI'
        DTM+329:051231'
        DOC+I:110:111+990101200512310010'
        NAD+FM+++WANG:WU'
        DOC+P:110:111+E99000009'
        CNT+42:3'
        CNT+41:1'
        UNT+31+PAX001'
        UNE+1+1'
        UNZ+1+000000001'
        """

    private static func list(_ text: String = message) throws -> PassengerList { try PassengerList(Array(text.utf8)) }

    @Test("journey and people are read, and who cannot be is told with segment, line, what stands there and what is accepted")
    func whole() throws {
        let list = try Self.list()
        #expect(list.vehicle == .aircraft && list.transportNumber == "MU9375" && list.sender == "OPERATIONS DESK" && list.declared == 4)
        #expect(list.departure == .init(place: "PVG", time: CivilTime("2022-03-19T09:10")))
        #expect(list.arrival == .init(place: "CSX", time: CivilTime("2022-03-19T11:40")))
        #expect(list.people.map(\.family) == ["ZHANG", "LI", "WANG"] && list.people.map(\.isCrew) == [false, false, true])
        let first = try #require(list.people.first)
        #expect(first.given == "SAN XIAO" && first.sex == .male && first.birthDate == CivilDate("1988-05-05"))
        #expect(first.document == "E99000001" && first.nationality == "CHN" && first.seat == "12A" && first.embarked == "PVG")
        #expect(list.people[1].birthDate == CivilDate("2005-12-31") && list.people[1].documentKind == "I")
        #expect(list.rejected.map(\.found) == ["19790230"])
        let rejection = try #require(list.rejected.first)
        #expect(rejection.line == 25 && rejection.text.en.contains("line 25, segment 24") && rejection.text.en.contains("880505"))
    }

    @Test("other separators are taken from the service string, and a released one is text")
    func separators() throws {
        let text = Self.message.replacing("UNA:+.? '", with: "UNA#*.! ~").replacing("?'", with: "’").replacing(":", with: "#")
            .replacing("+", with: "*").replacing("'", with: "~").replacing("O’BRIEN", with: "O!~BRIEN").replacing("19790230", with: "19790203")
        let list = try Self.list(text)
        #expect(list.people.map(\.family) == ["ZHANG", "O~BRIEN", "LI", "WANG"])
    }

    @Test(
        "what is no passenger list is told as what it is",
        arguments: [
            ("", PassengerList.Failure.syntax(.notEDIFACT)), ("name,document\n", .syntax(.notEDIFACT)), ("UNA:+", .syntax(.badAdvice)),
            ("UNB+UNOA:4+A'UNH+1+PAXLST", .syntax(.unfinished(segment: 2, line: 1))),
            ("UNB+A'xx+1'", .syntax(.badTag(found: "xx", segment: 2, line: 1))),
            ("UNB+A'UNH+1+CUSRES:D:02B'", .otherMessage(found: "CUSRES", segment: 2)),
        ])
    func failures(text: String, failure: PassengerList.Failure) {
        #expect(throws: failure) { try Self.list(text) }
    }

    @Test(
        "a list without its flight, its origin or its destination is refused with the segment that is missing",
        arguments: ["TDT+20", "LOC+125", "LOC+87"])
    func missing(tag: String) throws {
        let text = Self.message.split(separator: "\n").filter { !$0.hasPrefix(tag) }.joined(separator: "\n")
        let failure = #expect(throws: PassengerList.Failure.self) { try Self.list(text) }
        #expect(failure?.text.en.contains(tag) == true)
    }

    @Test("as a table of arrivals every person is a row that the import recognises by its headers")
    func table() throws {
        let rows = try Self.list().arrivalsTable(risk: .medium, destination: TerritoryCode("430121")).split(separator: "\r\n")
        #expect(rows.count == 4)
        #expect(
            rows[1]
                == "\"ZHANG\",\"SAN XIAO\",\"E99000001\",\"male\",\"1988-05-05\",\"2022-03-19 11:40\",\"PVG\",\"medium\",\"430121\",\"aircraft\",\"MU9375\",\"12A\",\"2022-03-19\",\"CSX\""
        )
    }

    @Test("no bytes, however mangled, bring the reader down, and whoever is read has a name", arguments: 0..<40)
    func fuzz(seed: Int) {
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
        func next() -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state
        }
        let original = Array(Self.message.utf8)
        for _ in 0..<50 {
            var bytes = original
            for _ in 0..<1 + Int(next() % 12) {
                guard !bytes.isEmpty else { break }
                let place = Int(next() % UInt64(bytes.count))
                switch next() % 5 {
                case 0: bytes[place] = UInt8(truncatingIfNeeded: next())
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(UInt8(truncatingIfNeeded: next()), at: place)
                case 3: bytes.removeSubrange(place..<min(bytes.count, place + Int(next() % 60)))
                default: bytes = Array(bytes[..<place])
                }
            }
            guard let list = try? PassengerList(bytes) else { continue }
            #expect(list.people.allSatisfy { !$0.family.isEmpty } && list.people.count + list.rejected.count <= original.count)
        }
    }
}
