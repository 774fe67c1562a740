import Vocabulary

/// Which sheet of a workbook is read as a table.
public struct TableSheet: Hashable, Sendable {
    /// Its name.
    public let name: String
    /// The other sheets that hold something: they are not read.
    public let others: [String]
}

extension TableSource {
    /// The sheets of a workbook that hold something, each as a text; nil if it is none.
    func sheets() throws(TableError) -> [(name: String, source: TableSource)]? {
        var head: [UInt8] = []
        guard try ByteStream(self).append(to: &head), EncodingEvidence.isArchive(head) else { return nil }
        let bytes = try ByteTable.contents(of: self)
        do throws(WorkbookFile.Fault) {
            let workbook = try WorkbookFile(bytes)
            var sheets: [(name: String, source: TableSource)] = []
            var size = 0
            for sheet in workbook.sheets {
                let text = try workbook.text(of: sheet)
                // A workbook may name one part as many sheets.
                size += text.count
                guard size <= ZipArchive.largestMember else { throw WorkbookFile.Fault.tooLarge }
                if text.contains(where: { $0 > 0x20 }) { sheets.append((sheet.name, .bytes(text, name: name))) }
            }
            return sheets
        } catch {
            throw .workbook(file: name, reason: error.reason)
        }
    }
}

extension WorkbookFile.Fault {
    /// What is wrong and what to do about it.
    fileprivate var reason: LocalizedText {
        switch self {
        case .damaged:
            LocalizedText(zh: "不是完整的XLSX工作簿；请另存为XLSX或CSV（UTF-8）", en: "is no whole XLSX workbook; save it as XLSX or CSV (UTF-8)")
        case .encrypted:
            LocalizedText(zh: "有密码保护；请取消密码后导入", en: "is locked by a password; save it without one")
        case .tooLarge:
            LocalizedText(
                zh: "中有工作表超过\(ZipArchive.largestMember >> 20) MB；请另存为CSV（UTF-8）",
                en: "holds a sheet of more than \(ZipArchive.largestMember >> 20) MB; save it as CSV (UTF-8)")
        }
    }
}
