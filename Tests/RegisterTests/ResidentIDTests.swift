import Foundation
import Register
import Testing
import Vocabulary

/// The vectors of `domain.md` §17.1. All of them are examples of the standard, or carry a date of birth that lies in the future.
@Suite("resident identity number")
struct ResidentIDTests {
    @Test(
        "valid numbers give birth date and sex",
        arguments: [
            ("11010519491231002X", "1949-12-31", Sex.female, true),
            ("440524188001010014", "1880-01-01", .male, true),
            ("430102209901010018", "2099-01-01", .male, true),
            ("430102209901010026", "2099-01-01", .female, true),
            ("43060220990630002X", "2099-06-30", .female, true),
            ("433101209907310034", "2099-07-31", .male, true),
            ("430521209902280045", "2099-02-28", .female, true),
            ("810000199901010014", "1999-01-01", .male, true),
            ("830000199901010026", "1999-01-01", .female, true),
        ])
    func valid(number: String, birth: String, sex: Sex, assigned: Bool) throws {
        let id = try ResidentID(number)
        #expect(id.number == number)
        #expect(id.birthDate == CivilDate(birth))
        #expect(id.sex == sex)
        #expect(id.hasAssignedDivision == assigned)
    }

    @Test(
        "what is wrong is said precisely",
        arguments: [
            ("433101209902290011", IdentifierError.impossibleDate(year: 2099, month: 2, day: 29)),
            ("430102209901010028", .checksum(found: "8", expected: "6")),
            ("11010519491231002", .length(found: 17, accepted: [18, 15])),
            ("", .length(found: 0, accepted: [18, 15])),
            ("4301O2209901010018", .character("O", position: 5, accepted: "0–9")),
            ("11010519491231002Y", .character("Y", position: 18, accepted: "0–9, X")),
        ])
    func invalid(number: String, error: IdentifierError) {
        #expect(throws: error) { try ResidentID(number) }
    }

    @Test("a date of birth outside the plausible range is refused although the checksum is right")
    func implausibleDate() throws {
        let day = try #require(CivilDate("2022-03-19"))
        #expect(throws: IdentifierError.self) { try ResidentID("430102209901010018", asOf: day) }
        let medieval = try #require(CivilDate("1799-12-31"))
        let number = try #require(ResidentID(division: "430102", birthDate: medieval, sequence: 1)).number
        let earliest = try #require(CivilDate("1800-01-01"))
        let latest = try #require(CivilDate("2100-12-31"))
        #expect(throws: IdentifierError.dateOutOfRange(medieval, accepted: earliest...latest)) { try ResidentID(number) }
    }

    @Test("a person born on the day itself is accepted")
    func newborn() throws {
        let day = try #require(CivilDate("2022-03-19"))
        let number = try #require(ResidentID(division: "990102", birthDate: day, sequence: 3)).number
        #expect(try ResidentID(number, asOf: day).birthDate == day)
        #expect(throws: IdentifierError.self) { try ResidentID(number, asOf: day - Days(1)) }
    }

    @Test("the old form of 15 digits is completed with the century and the check character")
    func legacy() throws {
        #expect(try ResidentID("110105491231002").number == "11010519491231002X")
        #expect(throws: IdentifierError.impossibleDate(year: 1949, month: 13, day: 31)) { try ResidentID("110105491331002") }
    }

    @Test(
        "lower case, full width, spaces and a spreadsheet's apostrophe are put right",
        arguments: [
            "11010519491231002x", " 11010519491231002X ", "１１０１０５１９４９１２３１００２ｘ", "110105 19491231 002X", "'11010519491231002X",
            "\u{FEFF}11010519491231002X",
        ])
    func normalised(text: String) throws {
        #expect(try ResidentID(text).number == "11010519491231002X")
    }

    @Test("a division that does not exist is accepted and marked")
    func unassigned() throws {
        let birth = try #require(CivilDate("1980-05-06"))
        let id = try #require(ResidentID(division: "990102", birthDate: birth, sequence: 17))
        #expect(try ResidentID(id.number) == id)
        #expect(!id.hasAssignedDivision)
        #expect(id.sex == .male)
    }

    @Test("every single wrong digit is found")
    func singleErrors() throws {
        let number = Array("430102209901010018")
        for index in number.indices {
            for digit in "0123456789X" where digit != number[index] {
                var wrong = number
                wrong[index] = digit
                #expect(throws: IdentifierError.self) { try ResidentID(String(wrong)) }
            }
        }
    }

    @Test("the masked form shows the first four and the last two")
    func masked() throws {
        #expect(try ResidentID("43060220990630002X").masked == "4306…2X")
        #expect(try DocumentNumber("430102209901010018").masked == "4301…18")
    }

    @Test("it is coded as its text, and validated on the way in")
    func coded() throws {
        let id = try ResidentID("11010519491231002X")
        let data = try JSONEncoder().encode([id])
        #expect(String(decoding: data, as: UTF8.self) == #"["11010519491231002X"]"#)
        #expect(try JSONDecoder().decode([ResidentID].self, from: data) == [id])
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([ResidentID].self, from: Data(#"["110105194912310021"]"#.utf8)) }
    }

    @Test("errors never repeat the number and say what is accepted, in both languages")
    func errorTexts() {
        let error = IdentifierError.checksum(found: "8", expected: "6")
        #expect(error.text.en.contains("“6”"))
        #expect(error.text.zh.contains("“6”"))
        #expect(IdentifierError.length(found: 17, accepted: [18, 15]).text.zh == "长度为17位，应为18或15位")
    }
}
