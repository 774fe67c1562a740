import Register
import Testing

@Suite("telephone numbers")
struct PhoneNumberTests {
    @Test(
        "a mobile number is the same however it is written",
        arguments: ["13812345634", "138 1234 5634", "138-1234-5634", "+86 13812345634", "008613812345634", "8613812345634", "１３８１２３４５６３４"])
    func mobile(text: String) throws {
        let number = try PhoneNumber(text)
        #expect(number.digits == "13812345634")
        #expect(number.masked == "138…34")
        #expect(try MobileNumber(text).isAllotted)
    }

    @Test("a number in a range that is given to nobody is accepted and marked", arguments: ["10412345678", "12012345678"])
    func unallotted(text: String) throws {
        #expect(try !MobileNumber(text).isAllotted)
    }

    @Test("what is wrong is said precisely")
    func invalid() {
        #expect(throws: IdentifierError.length(found: 10, accepted: [11])) { try MobileNumber("1381234563") }
        #expect(throws: IdentifierError.character("O", position: 4, accepted: "0–9")) { try MobileNumber("138O2345634") }
        #expect(throws: IdentifierError.character("2", position: 1, accepted: "1")) { try MobileNumber("23812345634") }
    }

    @Test(
        "fixed lines are split into area and subscriber",
        arguments: [
            ("0731-88886666", "0731", "88886666", String?.none), ("(0731) 8888 6666", "0731", "88886666", nil),
            ("010 65551234", "010", "65551234", nil),
            ("0744-8222333", "0744", "8222333", nil), ("+86 731 88886666", "0731", "88886666", nil), ("0731-88886666转801", "0731", "88886666", "801"),
        ])
    func landline(text: String, area: String, local: String, suffix: String?) throws {
        let number = try LandlineNumber(text)
        #expect(number.area == area)
        #expect(number.local == local)
        #expect(number.extension == suffix)
        #expect(try PhoneNumber(number.description) == .landline(number))
    }

    @Test("numbers elsewhere keep their country code")
    func international() throws {
        #expect(try PhoneNumber("+852 2345 6789").digits == "+85223456789")
        #expect(try PhoneNumber("0082-10-1234-5678") == .international("821012345678"))
        #expect(throws: IdentifierError.self) { try PhoneNumber("+852") }
    }

    @Test("what is no number is refused", arguments: ["", "无", "88886666", "0731-18886666"])
    func refused(text: String) {
        #expect(throws: IdentifierError.self) { try PhoneNumber(text) }
    }
}
