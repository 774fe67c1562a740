import Foundation
import Register
import Testing
import Vocabulary

@testable import Storage

@Suite("Sealed identities")
struct IdentityTests {
    private let identity = Identity(
        name: "单雄信", documentNumber: "43010219900307001X", phones: ["13812345634", "073188881234"], address: "湖湘路77号4栋502", guardian: "单英",
        employer: "潞州二贤庄")

    @Test("no byte of an identity can be read from the files of the database")
    func plaintext() async throws {
        let world = try TestStore()
        let person = try await world.store.write(.test) { [identity] writer in
            let person = try writer.newPerson(identity, birthDate: CivilDate("1990-03-07"))
            try writer.setLinks([PersonLink(kind: .residence, territory: .furong)], of: person)
            return person
        }
        try await world.store.write(.user(1, in: .furong)) { [identity] writer in
            _ = try writer.reveal(person, purpose: "call")
            try writer.replaceIdentity(of: person, with: identity, birthDate: CivilDate("1990-03-07"), revision: 1)
        }
        let contents = Store.files(of: world.location.path).compactMap { FileManager.default.contents(atPath: $0) }
        #expect(contents.count >= 2)
        let secrets = [
            identity.name, "雄信", "43010219900307001X", "199003", "13812345634", "12345634", "073188881234", "湖湘路", "502", "单英", "潞州", "xiong",
        ]
        for secret in secrets {
            for content in contents { #expect(content.range(of: Data(secret.utf8)) == nil, "\(secret) can be read") }
        }
        // The masked forms, on the other hand, are there to be read.
        for shown in ["单*信", "4301…1X", "138…34"] {
            #expect(contents.contains { $0.range(of: Data(shown.utf8)) != nil }, "\(shown)")
        }
    }

    @Test("a person is found by any of their marks, however they are written, and by several at once")
    func search() async throws {
        let world = try TestStore()
        let person = try await world.store.write(.test) { [identity] writer in
            let person = try writer.newPerson(identity, birthDate: CivilDate("1990-03-07"))
            let other = try writer.newPerson(Identity(name: "单田芳", documentNumber: "430102198001010016", phones: ["13900005634"]))
            for each in [person, other] { try writer.setLinks([PersonLink(kind: .residence, territory: .furong)], of: each) }
            return person
        }
        let birthday = try #require(CivilDate("1990-03-07"))
        let finds: [[SearchToken]] = [
            [.document("43010219900307001x")], [.document(" 430102 19900307 001X ")], [.phone("+86 138-1234-5634")], [.phone("1381234５634")],
            [.phone("0731-88881234")], [.phoneLastFour("5634"), .birthDate(birthday)], [.name("单 雄信")], [.syllable("shan"), .syllable("Xiong")],
            [.surname("单"), .syllable("xin")], [.birthDate(birthday)],
        ]
        try await world.store.read(.user(in: [.furong])) { (reader: Reader) throws in
            for tokens in finds { #expect(try reader.find(by: tokens) == [person], "\(tokens)") }
            #expect(try reader.find(by: [.phoneLastFour("5634")]).count == 2)
            #expect(try reader.find(by: [.surname("单")], limit: 1).count == 1)
            #expect(try reader.find(by: [.syllable("dan")]).isEmpty)
            #expect(try reader.find(by: [.name("单雄信"), .phone("13900005634")]).isEmpty)
            #expect(try reader.find(by: []).isEmpty)
            #expect(try reader.matchCandidates(phone: "13812345634", name: "单雄信") == [person])
            #expect(try reader.matchCandidates(phone: "13812345634", name: "单田芳").isEmpty)
        }
    }

    @Test(
        "surnames are read as surnames",
        arguments: [
            ("单雄信", ["shan", "xiong", "xin"]), ("曾国藩", ["zeng", "guo", "fan"]), ("仇英", ["qiu", "ying"]), ("区寄", ["ou", "ji"]),
            ("查良镛", ["zha", "liang", "yong"]), ("欧阳修", ["ou", "yang", "xiu"]), ("尉迟恭", ["yu", "chi", "gong"]), ("吕布", ["lv", "bu"]),
            ("张简单", ["zhang", "jian", "dan"]), ("Anna Müller-Smith", ["anna", "muller", "smith"]), ("李丽丽", ["li"]),
        ])
    func pinyin(name: String, syllables: [String]) {
        #expect(Pinyin.standard.syllables(of: name) == syllables)
    }

    @Test(
        "masked forms show enough to recognise and too little to guess",
        arguments: [
            ("王明", "王*", "430102199003070011", "4301…11", "13812345634", "138…34"),
            ("王小明", "王*明", "E12345678", "E123…78", "88881234", "888…34"),
            ("欧阳小明", "欧*明", "12345678", "…", "110", "…"),
        ])
    func masks(name: String, maskedName: String, document: String, maskedDocument: String, phone: String, maskedPhone: String) {
        let masked = MaskedIdentity(Identity(name: name, documentNumber: document, phones: [phone]))
        #expect(masked == MaskedIdentity(name: maskedName, documentNumber: maskedDocument, phone: maskedPhone))
    }

    @Test("an identity is shown only for a stated purpose, and the showing is recorded")
    func reveal() async throws {
        let world = try TestStore()
        let person = try await world.store.write(.test) { [identity] writer in
            let person = try writer.newPerson(identity)
            try writer.setLinks([PersonLink(kind: .residence, territory: .furong)], of: person)
            return person
        }
        await #expect(throws: StoreError.purposeMissing) { try await world.store.write(.user(7, in: .furong)) { try $0.reveal(person) } }
        await #expect(throws: StoreError.purposeMissing) {
            try await world.store.write(.user(7, in: .furong)) { try $0.reveal(person, purpose: " ") }
        }
        let shown = try await world.store.write(.user(7, in: .furong)) { try $0.reveal(person, purpose: "tracing call") }
        #expect(shown == identity)
        let entries = try await world.store.read(.user(in: [.furong])) { try $0.auditEntries(AuditQuery(person: person)) }
        #expect(entries.map(\.actor) == [UserID(rawValue: 7)])
        #expect(entries.map(\.purpose) == ["tracing call"])
    }

    @Test("a replaced identity is found anew, no longer as before, and two editors do not overwrite each other")
    func replace() async throws {
        let world = try TestStore()
        let person = try await world.person("王小明", document: "430102199003070011", phone: "13812345634")
        let corrected = Identity(name: "王晓明", documentNumber: "430102199003070011", phones: ["13900001111"])
        try await world.store.write(.test) { try $0.replaceIdentity(of: person, with: corrected, revision: 1) }
        try await world.store.read(.systemUnrestricted) { (reader: Reader) throws in
            #expect(try reader.find(by: [.phone("13900001111")]) == [person])
            #expect(try reader.find(by: [.name("王晓明")]) == [person])
            #expect(try reader.find(by: [.document("430102199003070011")]) == [person])
            #expect(try reader.find(by: [.phone("13812345634")]).isEmpty)
            #expect(try reader.find(by: [.name("王小明")]).isEmpty)
            #expect(try reader.maskedIdentity(of: person).revision == 2)
        }
        let mine = Identity(name: "王肖明")
        await #expect(throws: StoreError.staleIdentity(yours: mine, theirs: MaskedIdentity(corrected))) {
            try await world.store.write(.test) { try $0.replaceIdentity(of: person, with: mine, revision: 1) }
        }
    }

    @Test("forgetting destroys the key, the seal and every token; the facts stay")
    func forget() async throws {
        let world = try TestStore()
        let person = try await world.person("王小明", document: "430102199003070011")
        try await world.store.write(.user(1, in: .furong)) { try $0.forget(person) }
        await #expect(throws: StoreError.forgotten(person)) {
            try await world.store.write(.user(1, in: .furong)) { try $0.reveal(person, purpose: "call") }
        }
        try await world.store.read(.user(in: [.furong])) { (reader: Reader) throws in
            #expect(try reader.find(by: [.document("430102199003070011")]).isEmpty)
            #expect(try reader.database.number("SELECT count(*) FROM search_token") == 0)
            #expect(try reader.maskedIdentity(of: person).identity.name == "—")
            #expect(try reader.records(of: person).count == 1)
        }
        #expect(try await world.store.verifyAudit().isIntact)
    }

    @Test("one person's sealed identity put in another's place does not open")
    func swapped() async throws {
        let world = try TestStore()
        let one = try await world.person("王小明")
        _ = try await world.person("李四")
        try await world.store.pool.write {
            try $0.execute(
                sql: """
                    UPDATE identity SET (wrapped_key, sealed) = (SELECT wrapped_key, sealed FROM identity WHERE person = 2) WHERE person = 1
                    """)
        }
        await #expect(throws: StoreError.corrupt("the sealed identity of person 1")) {
            try await world.store.write(.test) { try $0.reveal(one, purpose: "x") }
        }
    }

    @Test("the key file is its owner's alone; a lost or foreign one is told as such")
    func keyFile() async throws {
        let world = try TestStore()
        _ = try await world.person()
        let health = try await world.store.health()
        #expect(health.keyMode == 0o600)
        #expect(health.keyFolderMode == 0o700)
        #expect(health.databaseMode == 0o600)
        await world.store.close()
        let path = KeyRing.defaultPath(for: world.location)
        try FileManager.default.moveItem(atPath: path, toPath: path + ".away")
        #expect(throws: StoreError.keyFileMissing(path: path)) { try KeyRing.open(for: world.location) }
        let foreign = try KeyRing.open(at: path)
        #expect(throws: StoreError.wrongKey(path: path)) { try Store.open(at: world.location, keys: foreign) }
        try Data("nonsense".utf8).write(to: URL(fileURLWithPath: path))
        #expect(throws: StoreError.keyFileUnreadable(path: path, reason: "it is not a key file or is damaged")) { try KeyRing.open(at: path) }
    }

    @Test("two processes that create the key at once have the same one")
    func keyRace() async throws {
        let folder = try TestStore.newFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let checks = try await withThrowingTaskGroup(of: Data.self, returning: Set<Data>.self) { group in
            for _ in 0..<8 { group.addTask { try KeyRing.open(at: folder + "/keys/master.key").check } }
            return try await group.reduce(into: []) { $0.insert($1) }
        }
        #expect(checks.count == 1)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/keys") == ["master.key"])
    }
}
