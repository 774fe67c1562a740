import Testing

@testable import Linkage

/// The agreement of two values of one field.
func agreement(_ kind: LinkageField.Kind, _ left: String, _ right: String) -> Agreement {
    agreements([LinkageField("field", kind)], [left], [right])[0]
}

/// The agreement of two records, by field.
func agreements(_ fields: [LinkageField], _ left: [String?], _ right: [String?]) -> [Agreement] {
    var encoder = RecordEncoder(fields: fields)
    encoder.append(left)
    encoder.append(right)
    let records = Records(left: [encoder])
    let comparison = Comparison(records)
    return withExtendedLifetime(records) {
        let pattern = comparison.pattern(comparison.row(0), comparison.row(1))
        return fields.indices.map { pattern[$0] }
    }
}

@Suite("Comparators")
struct ComparatorTests {
    @Test(
        "document numbers",
        arguments: [
            ("430102209901010018", "430102 20990101 0018", .exact),
            ("43012120160826795X", "43012120160826795x", .exact),
            ("４３０１02209901010018", "430102209901010018", .exact),
            ("430923681126205", "430923196811262057", .otherForm),
            ("431225130906614", "431225201309066148", .otherForm),
            ("430726200204235145", "430726200204295145", .oneSlip),
            ("43112919250939094X", "43112919250930994X", .reordered),
            ("431202193812151946", "431202193812152623", .distinct),
            ("E12345678", "E12345678", .exact), ("E12345678", "e1234567", .oneSlip), ("E12345678", "E123455678", .oneSlip),
            ("E12345678", "E12345687", .reordered), ("E12345678", "E12345876", .different), ("", "E12345678", .missing),
        ] as [(String, String, Agreement)])
    func documents(left: String, right: String, expected: Agreement) {
        #expect(agreement(.document, left, right) == expected)
        #expect(agreement(.document, right, left) == expected)
    }

    @Test(
        "telephone numbers",
        arguments: [
            ("+86-18118978312", "181 1897 8312", .exact), ("0086 18118978312", "18118978312", .exact), ("18866328567", "18866228567", .oneSlip),
            ("13800001234", "13800001243", .reordered), ("13800001234", "15912345678", .different), ("-", "13800001234", .missing),
        ] as [(String, String, Agreement)])
    func phones(left: String, right: String, expected: Agreement) {
        #expect(agreement(.phone, left, right) == expected)
    }

    @Test(
        "birth dates",
        arguments: [
            ("1980-05-02", "1980/5/2", .exact), ("19800502", "1980年5月2日", .exact), ("1992-10-02", "1992-02-10", .reordered),
            ("1987-05-19", "1988-05-19", .oneSlip), ("1955-05-13", "1955-05-23", .oneSlip), ("1955-05-13", "1955-05-29", .near),
            // The 15th of the 8th lunar month of 1979 was 5 October; 1 January 1980 still belonged to the lunar year 1979.
            ("1979-08-15", "1979-10-05", .lunar), ("1979-01-20", "1980-01-20", .lunar), ("1979-03-20", "1980-03-20", .near),
            ("1979-08-15", "1979-10-06", .different), ("1955-05-13", "1971-11-29", .different), ("", "1955-05-13", .missing),
        ] as [(String, String, Agreement)])
    func birthDates(left: String, right: String, expected: Agreement) {
        #expect(agreement(.birthDate, left, right) == expected)
        #expect(agreement(.birthDate, right, left) == expected)
    }

    @Test(
        "names in Chinese characters",
        arguments: [
            ("张 伟", "张伟", .exact), ("張偉", "张伟", .otherForm), ("刘颖", "柳颖", .soundsAlike), ("檀鹏", "覃鹏", .soundsAlike),
            ("黄燕", "HuangYan", .transliterated), ("单雄信", "Shan Xiongxin", .transliterated), ("黄燕", "Yan Huang", .transliterated),
            ("李桂珍", "李珍桂", .reordered), ("蔺淑英", "蔺淑", .similar), ("孙凤英", "孙某某", .partial), ("孙凤英", "孙**", .partial),
            ("万凤珍", "万秀珍", .near), ("龚军", "龚磊", .familyOnly), ("王小明", "李大伟", .different), ("欧阳峯", "欧阳峰", .otherForm),
        ] as [(String, String, Agreement)])
    func hanNames(left: String, right: String, expected: Agreement) {
        #expect(agreement(.fullName, left, right) == expected)
        #expect(agreement(.fullName, right, left) == expected)
    }

    @Test(
        "names in Latin letters",
        arguments: [
            ("José", "jose", .exact), ("Robert", "Robret", .oneSlip), ("Robert", "Roberta", .oneSlip), ("Mohammed", "Muhammad", .soundsAlike),
            ("Philip", "Filipp", .soundsAlike), ("Margaret", "M.", .partial), ("Robert", "Rob", .partial), ("Alice", "Bernard", .different),
        ] as [(String, String, Agreement)])
    func latinNames(left: String, right: String, expected: Agreement) {
        #expect(agreement(.givenName, left, right) == expected)
    }

    @Test("Jaro–Winkler gives the published values")
    func jaroWinkler() {
        for (left, right, expected) in [("MARTHA", "MARHTA", 0.961), ("DIXON", "DICKSONX", 0.813), ("DWAYNE", "DUANE", 0.84)] {
            var (left, right) = (left, right)
            let likeness = left.withUTF8 { left in right.withUTF8 { LatinText.jaroWinkler(left, $0) } }
            #expect(abs(likeness - expected) < 0.001, "\(left), \(right)")
        }
    }

    @Test("given and family name exchanged count once")
    func exchangedNames() {
        let fields = [LinkageField("given", .givenName), LinkageField("family", .familyName)]
        #expect(agreements(fields, ["Anna", "Schmidt"], ["Schmidt", "Anna"]) == [.reordered, .missing])
        #expect(agreements(fields, ["Anna", "Schmidt"], ["Anna", "Schmitt"]) == [.exact, .oneSlip])
    }

    @Test(
        "territories agree as far as their codes do",
        arguments: [
            ("430726206223", "430726206223", .exact), ("430726206223", "430726206100", .near), ("430726206223", "430726100100", .wide),
            ("430726206223", "430702001001", .similar), ("430726206223", "430101001001", .different),
        ] as [(String, String, Agreement)])
    func territories(left: String, right: String, expected: Agreement) {
        #expect(agreement(.territory, left, right) == expected)
    }

    @Test(
        "addresses agree at their end",
        arguments: [
            ("湖南省常德市津津市市汪家桥街道油榨坊社区88号", "常德津津市市汪家桥街道油榨坊社区88号", .near),
            ("湖南省永州市祁阳县白水镇花园村294号", "湖南省永州市祁阳市白水镇花园村294号", .near),
            ("湖南省永州市祁阳市白水镇花园村294号", "湖南省永州市祁阳市浯溪街道石洞源社区3号", .wide),
            ("湖南省永州市祁阳市白水镇花园村294号", "贵州省贵阳市云岩区中华北路1号", .different),
        ] as [(String, String, Agreement)])
    func addresses(left: String, right: String, expected: Agreement) {
        #expect(agreement(.address, left, right) == expected)
    }

    @Test("every agreement has words in both languages, for every kind of field")
    func words() {
        for kind in LinkageField.Kind.allCases {
            for agreement in Agreement.allCases {
                let text = agreement.text(for: kind)
                #expect(!text.zh.isEmpty && !text.en.isEmpty)
            }
        }
    }
}

@Suite("People with different birth dates and similar document numbers")
struct BirthDateRuleTests {
    private let fields = [LinkageField("name", .fullName), LinkageField("born", .birthDate), LinkageField("number", .document)]

    private func number(_ left: (String, String), _ right: (String, String)) -> Agreement {
        agreements(fields, ["王伟", left.0, left.1], ["王伟", right.0, right.1])[2]
    }

    @Test("are never one person because the numbers are similar")
    func contradiction() {
        #expect(number(("1990-05-12", "430102199005121234"), ("1990-05-13", "430102199005131234")) == .contradicted)
        #expect(number(("1990-05-12", "430102199005121234"), ("1974-11-30", "430102199005121243")) == .contradicted)
        #expect(number(("1990-05-12", "E12345678"), ("1990-05-13", "E12345679")) == .different)
    }

    @Test("unless day and month are swapped, the lunar calendar explains it, or both documents bear one of the dates")
    func explained() {
        #expect(number(("1990-05-12", "430102199005121234"), ("1990-12-05", "430102199005121235")) == .oneSlip)
        #expect(number(("1979-08-15", "430102197910051234"), ("1979-10-05", "430102197910051235")) == .oneSlip)
        #expect(number(("1990-05-12", "430102199005121234"), ("1991-05-12", "430102199005121235")) == .oneSlip)
    }

    @Test("and no cluster brings them together by way of a third record")
    func clusters() {
        var encoder = RecordEncoder(fields: fields + [LinkageField("phone", .phone)])
        encoder.append(["王伟军", "1990-05-12", "430102199005121234", "13800000001"])
        encoder.append(["王伟军", nil, nil, "13800000001"])
        encoder.append(["王伟军", "1990-05-13", "430102199005131234", "13800000001"])
        for index in 0..<60 { encoder.append(["李\(index)明", "19\(10 + index)-01-02", nil, "139000000\(10 + index)"]) }
        var records = Records(left: [encoder])
        let result = link(&records, reviews: [Review(left: 0, right: 1, isSamePerson: true), Review(left: 1, right: 2, isSamePerson: true)])
        #expect(result.persons.allSatisfy { !($0.contains(0) && $0.contains(2)) })
        #expect(result.persons.contains { $0.contains(1) })
    }
}
