import Vocabulary

/// The columns of every kind of table.
///
/// Aliases are the headers of the files people have: the national report card and investigation forms (`domain.md` §6, §12.2), SORMAS
/// property paths, Go.Data labels and property names, Sara Alert, the `linelist` tags of R.
enum TableSchemas {
    static let all: [TableKind: TableSchema] = Dictionary(
        uniqueKeysWithValues: [
            TableSchema(.cases, person(number: caseNumber) + cases + [known("报告时间", "Reported at", also: reportAliases)]),
            TableSchema(.contacts, person(number: contactNumber) + index + exposure(identified: .usual) + control + [known()]),
            TableSchema(.exposures, exposedPerson + index + exposure(identified: .usual) + [known()]),
            TableSchema(.tests, person(number: anyNumber) + tests + [known("录入时间", "Known at")]),
            TableSchema(.arrivals, person(number: anyNumber) + arrivals + [known("登记时间", "Registered at", also: ["报备时间", "CreateDate"])]),
            TableSchema(.stays, person(number: anyNumber) + stays + [known()]),
            TableSchema(.posts, person(number: anyNumber) + posts + [known()]),
            TableSchema(.vaccinations, person(number: anyNumber) + vaccinations + [known()]),
            TableSchema(.places, places),
            TableSchema(.visits, person(number: anyNumber) + visits),
            TableSchema(.counts, counts),
        ].map { ($0.kind, $0) })

    // MARK: the person

    private static let caseNumber = FieldSpec(
        .personNumber, "病例编号", "Case number", .code,
        also: [
            "编号", "case id", "caseid", "id", "visualId", "epidNumber", "externalID", "person.externalId", "病例号", "卡片编号", "病例ID", "uuid",
            "Patient ID", "Identifier (STATE/LOCAL)", "CDCCaseID", "RecordLocatorID",
        ])
    private static let contactNumber = FieldSpec(
        .personNumber, "密接编号", "Contact number", .code,
        also: ["编号", "contact id", "contactid", "id", "visualId", "externalID", "person.externalId", "接触者编号", "密接者编号", "uuid", "Patient ID", "to"])
    private static let anyNumber = FieldSpec(
        .personNumber, "人员编号", "Person number", .code,
        also: [
            "编号", "id", "person id", "personId", "visualId", "Case / Contact ID", "case id", "contact id", "病例编号", "密接编号", "externalID",
            "person.externalId", "Patient ID", "Identifier (STATE/LOCAL)", "RecordLocatorID", "RecordId", "caseReference",
        ])

    private static func person(number: FieldSpec) -> [FieldSpec] {
        [
            number,
            FieldSpec(.name, "姓名", "Name", .text, .usual, also: ["xm", "full name", "患者姓名", "病例姓名", "密接姓名", "人员姓名", "Monitoree", "person name"]),
            FieldSpec(
                .familyName, "姓", "Family name", .text, also: ["last name", "lastName", "person.lastName", "surname", "Nachname", "Last_Name"]),
            FieldSpec(.givenName, "名", "Given name", .text, also: ["first name", "firstName", "person.firstName", "Vorname", "First_Name"]),
            FieldSpec(
                .documentType, "证件类型", "Document type", .documentType,
                also: ["zjlx", "证件种类", "documents[].type", "Documents [1] Document type", "IdType"]),
            FieldSpec(
                .document, "证件号码", "Document number", .document,
                also: [
                    "zjhm", "身份证号", "身份证号码", "身份证", "证件号", "有效证件号", "identityNum", "id number", "ID card", "national id", "nationalHealthId",
                    "documents[].number", "Documents [1] Document number", "DocumentNumber", "passport", "护照号", "居民身份证号",
                ]),
            FieldSpec(
                .phone, "联系电话", "Phone", .phone,
                also: [
                    "sjhm", "手机号", "手机号码", "手机", "电话", "联系方式", "本人电话", "telephone", "mobile", "phone number", "person.phone", "Primary Telephone",
                    "PrimaryPhone", "Tel. persönlich", "addresses[].phoneNumber", "Addresses [1] Phone number", "Perm_Cell_Pager", "ContactPhone",
                ]),
            FieldSpec(
                .otherPhone, "备用电话", "Other phone", .phone,
                also: ["其他电话", "second phone", "Secondary Telephone", "SecondaryPhone", "Tel. weitere", "家属电话", "Other_Phone"]),
            FieldSpec(.sex, "性别", "Sex", .choice(.sex), also: ["xb", "gender", "person.sex", "Sex at Birth", "Geschlecht"]),
            FieldSpec(
                .birthDate, "出生日期", "Date of birth", .date, also: ["dob", "birthdate", "birth date", "BirthDate", "Geburtsdatum", "生日", "出生年月日"]),
            FieldSpec(.birthYear, "出生年", "Year of birth", .integer(1800...2200), also: ["birthdateYYYY", "person.birthdateYYYY"]),
            FieldSpec(.birthMonth, "出生月", "Month of birth", .integer(1...12), also: ["birthdateMM", "person.birthdateMM"]),
            FieldSpec(.birthDay, "出生日", "Day of birth", .integer(1...31), also: ["birthdateDD", "person.birthdateDD"]),
            FieldSpec(.age, "年龄", "Age", .integer(0...130), also: ["age.years", "Age years", "person.approximateAge", "nl", "周岁"]),
            FieldSpec(
                .residence, "现住地区", "Residence", .territory,
                also: ["现住址编码", "现住址国标", "居住地区", "现住地区编码", "现住址行政区划", "residence code", "location", "location_id", "addresses[].locationId"]),
            FieldSpec(.province, "省份", "Province", .text, also: ["现住省", "省", "Address State", "person.address.region", "居住省"]),
            FieldSpec(.prefecture, "地市", "Prefecture", .text, also: ["现住市", "市", "市州", "person.address.district", "居住市"]),
            FieldSpec(.county, "区县", "County", .text, also: ["现住区县", "区", "县", "县区", "areaName", "Address County", "居住区县"]),
            FieldSpec(.township, "街道乡镇", "Township", .text, also: ["街道", "乡镇", "镇街", "streetName", "乡镇街道", "person.address.community", "居住街道"]),
            FieldSpec(
                .address, "现住详细地址", "Address", .text,
                also: [
                    "详细地址", "现住址", "住址", "地址", "curLiveAddress", "现住详址", "居住地址", "家庭住址", "address line 1", "addresses[].addressLine1",
                    "Addresses [1] Address line 1", "person.address.street", "person.address.address", "street", "AddressStreet", "Perm_Address",
                ]),
            FieldSpec(.location, "目前所在地区", "Present location", .territory, also: ["currentLocation", "目前所在地", "当前所在地区"]),
            FieldSpec(
                .occupation, "职业", "Occupation", .text,
                also: ["job", "人群分类", "person.occupationType", "person.occupationDetails", "职业分类", "工种", "hcw"]),
            FieldSpec(
                .employer, "工作单位", "Employer", .text, also: ["workUnit", "dwmc", "单位", "工作单位或学校", "学校", "workplace", "employer or school", "患者工作单位"]),
            FieldSpec(.guardian, "监护人", "Guardian", .text, also: ["家长姓名", "患儿家长姓名", "监护人姓名", "person.namesOfGuardians"]),
            FieldSpec(.groups, "特殊人群", "Special groups", .choice(.groups), also: ["人群", "special group"]),
        ]
    }

    private static let exposedPerson: [FieldSpec] = [
        FieldSpec(
            .personNumber, "密接编号", "Contact number", .code,
            also: ["to", "contact id", "case id", "target", "target_visualid", "target_uuid", "接触者编号", "被暴露者编号", "infectee"]),
        FieldSpec(.name, "姓名", "Name", .text, also: ["密接姓名", "接触者姓名", "contact name"]),
        FieldSpec(.document, "证件号码", "Document number", .document, also: ["密接证件号", "身份证号", "identityNum", "密接身份证号"]),
        FieldSpec(.phone, "联系电话", "Phone", .phone, also: ["密接电话", "手机号", "电话", "contact phone"]),
    ]

    private static let index: [FieldSpec] = [
        FieldSpec(
            .indexNumber, "病例编号", "Index number", .code, .usual,
            also: [
                "关联病例编号", "指示病例编号", "relatedCases", "suggestMonitorCase", "caseIdExternalSystem", "index case", "index case id", "case id",
                "case number",
                "from", "source", "source_visualid", "source_uuid", "infector", "relatedId", "relatedPersonData.visualId", "Contact of Known Case ID",
                "IndexCase", "源病例编号", "关联密接编号",
            ]),
        FieldSpec(.indexName, "病例姓名", "Index name", .text, also: ["关联病例姓名", "关联病例", "指示病例", "指示病例姓名", "case name", "relatedPersonData.name"]),
        FieldSpec(.indexDocument, "病例证件号码", "Index document number", .document, also: ["病例身份证号", "关联病例证件号", "病例证件号", "指示病例证件号"]),
        FieldSpec(.indexPhone, "病例联系电话", "Index phone", .phone, also: ["病例电话", "关联病例电话", "病例手机号", "指示病例电话"]),
    ]

    // MARK: the facts

    private static func known(_ zh: String = "录入时间", _ en: String = "Known at", also aliases: [String] = []) -> FieldSpec {
        FieldSpec(.known, zh, en, .instant, also: aliases + ["获知时间", "date of data entry", "known at", "Created at (UTC)", "createdAt", "登记时间"])
    }

    private static let reportAliases = [
        "报告日期", "填卡日期", "报告卡录入时间", "上报时间", "reportDate", "report date", "reporting date", "date of reporting", "dateOfReporting",
        "date_reporting", "reportDateTime",
    ]

    private static let cases: [FieldSpec] = [
        FieldSpec(
            .caseKind, "病例分类", "Classification", .choice(.caseKind), .required,
            also: [
                "病例类型", "case class", "class", "caseClassification", "case classification", "诊断类型", "分类", "Case Status", "感染类型", "病例分类1",
                "classificationId",
            ]),
        FieldSpec(.severity, "临床严重程度", "Severity", .choice(.severity), also: ["临床分型", "病情", "严重程度", "分型", "病情分型", "clinical severity"]),
        FieldSpec(.origin, "感染来源", "Origin of infection", .choice(.origin), also: ["输入类型", "病例来源", "caseOrigin", "来源", "感染来源分类", "是否输入", "origin"]),
        FieldSpec(
            .onset, "发病日期", "Onset date", .date,
            also: [
                "发病时间", "onsetDate", "date of onset", "dateOfOnset", "symptoms.onsetDate", "Symptom Onset Date", "Symptom Onset", "date_onset",
                "症状出现日期",
            ]),
        FieldSpec(
            .firstPositiveTaken, "首次阳性采样时间", "First positive specimen taken", .instant,
            also: ["首次阳性标本采集时间", "首阳采样时间", "阳性采样时间", "首次阳性采样日期", "date of first positive specimen"]),
        FieldSpec(
            .diagnosed, "诊断时间", "Diagnosed at", .instant, .usual,
            also: ["诊断日期", "确诊时间", "确诊日期", "diagnosis date", "date of diagnosis", "classificationDate", "date_diagnosis", "dateBecomeCase", "判定时间"]),
        FieldSpec(
            .detection, "发现途径", "Detected by", .choice(.detection),
            also: ["发现方式", "检出途径", "detection route", "caseIdentificationSource", "来源途径", "排查途径"]),
        FieldSpec(
            .foundUnderControl, "是否管控中发现", "Found under control", .choice(.flag), also: ["管控中发现", "是否管控人员中发现", "是否隔离管控发现", "found in quarantine"]),
        FieldSpec(
            .dutyTerritory, "管辖地区", "Duty territory", .territory,
            also: ["报告地区", "报告地区编码", "管理地区", "所属区县", "responsibleDistrict", "responsible territory", "Jurisdiction", "district"]),
        FieldSpec(
            .reportedBy, "报告单位", "Reporting unit", .text,
            also: ["填报单位", "报告医院", "healthFacility", "reporting facility", "notifyingClinicDetails", "上报单位"]),
        FieldSpec(.caseLabel, "病例代号", "Case label", .text, also: ["病例名称", "通报编号", "label"]),
        FieldSpec(.currentKind, "订正后分类", "Current classification", .choice(.caseKind), also: ["订正病例分类", "转归分类", "current class"]),
        FieldSpec(.reclassified, "订正时间", "Reclassified at", .instant, also: ["订正日期", "转确诊时间", "转确诊日期", "转为确诊时间"]),
        FieldSpec(
            .outcome, "转归", "Outcome", .choice(.outcome), also: ["结局", "turnOver", "outcomeId", "病例转归", "person.presentCondition"]),
        FieldSpec(
            .outcomeDate, "转归日期", "Outcome date", .date,
            also: ["结局日期", "date of outcome", "dateOfOutcome", "outcomeDate", "date_outcome", "出院日期", "治愈日期"]),
        FieldSpec(.deathDate, "死亡日期", "Date of death", .date, also: ["死亡时间", "deathDate", "person.deathDate", "date_death", "date death"]),
        FieldSpec(.deathFromDisease, "是否因本病死亡", "Died of the disease", .choice(.flag), also: ["因本病死亡"]),
        FieldSpec(.hospital, "收治医院", "Hospital", .text, also: ["定点医院", "医院", "hospital name", "admitting hospital", "所在医院", "治疗医院", "centerName"]),
        FieldSpec(
            .admitted, "入院时间", "Admitted at", .instant,
            also: [
                "入院日期", "住院日期", "收治时间", "hospitalization.admissionDate", "date of hospitalisation", "date of hospitalization", "date_admission",
                "admission date",
            ]),
        FieldSpec(
            .exposedFrom, "暴露开始日期", "Exposed from", .date, also: ["date of infection", "date_of_infection", "感染日期", "最早暴露日期", "exposure start"]),
        FieldSpec(.exposedUntil, "暴露结束日期", "Exposed until", .date, also: ["最后暴露日期", "exposure end", "末次暴露日期"]),
    ]

    private static func exposure(identified: FieldSpec.Need) -> [FieldSpec] {
        [
            FieldSpec(
                .degree, "接触类型", "Degree", .choice(.degree),
                also: ["密接等级", "closeContactDegree", "密接类型", "contactCategory", "contact category", "接触者类型", "人员类别", "contactRiskType"]),
            FieldSpec(
                .firstContact, "首次接触日期", "First contact", .date,
                also: [
                    "首次接触时间", "closeContactDate", "firstContactDate", "first contact date", "date of first contact", "dateOfFirstContact", "开始接触日期",
                ]),
            FieldSpec(
                .lastContact, "最后接触日期", "Last contact", .date, .usual,
                also: [
                    "末次接触日期", "最后接触时间", "末次接触时间", "contactLastDate", "lastContactDate", "last contact date", "date of last contact",
                    "dateOfLastContact",
                    "contactDate", "Last Date of Exposure", "最后暴露时间", "末次暴露时间",
                ]),
            FieldSpec(
                .identified, "判定时间", "Identified at", .instant, identified,
                also: [
                    "判定日期", "判定密接时间", "甄别时间", "登记日期", "reportDateTime", "date of reporting", "dateOfReporting", "identified", "发现时间", "reportDate",
                    "dateBecomeContact",
                ]),
            FieldSpec(
                .setting, "接触方式", "Setting", .choice(.setting),
                also: [
                    "contactWay", "接触场景", "接触途径", "exposure", "exposure type", "exposureTypeId", "socialRelationshipTypeId", "Context of Exposure",
                    "context_of_exposure", "与病例关系", "relationToCase", "关系类型", "relationType", "接触场所类型",
                ]),
            FieldSpec(.vehicle, "交通工具", "Vehicle", .choice(.vehicle), also: ["trafficTool", "乘坐交通工具"]),
            FieldSpec(.higherRisk, "是否较高风险", "Higher risk", .choice(.flag), also: ["核心密接", "高风险密接", "highPriority", "higher risk contact"]),
            FieldSpec(
                .circumstance, "接触情形", "Circumstance", .text,
                also: [
                    "接触地点", "contactAddress", "接触描述", "description", "Comment", "relationDescription", "Relation detail", "Exposure Notes",
                    "relatedKeySite",
                ]),
            FieldSpec(.discovery, "发现来源", "Discovery", .choice(.discovery), also: ["discoveryPath", "甄别途径", "来源渠道", "发现途径", "协查来源"]),
            FieldSpec(
                .dutyTerritory, "管辖地区", "Duty territory", .territory,
                also: ["归属地区", "管控地区", "所属区县", "responsibleDistrict", "归属区县", "Full Assigned Jurisdiction Path", "district"]),
        ]
    }

    private static let control: [FieldSpec] = [
        FieldSpec(
            .mode, "管控方式", "Control mode", .choice(.mode),
            also: ["medicalObservationMode", "观察方式", "医学观察方式", "隔离方式", "controlMeasures", "管控措施", "quarantine", "Monitoring Plan"]),
        FieldSpec(.site, "管控地点", "Control site", .text, also: ["medicalObservationSite", "隔离点", "isolationSite", "隔离地点", "集中隔离点", "观察地点"]),
        FieldSpec(.room, "房间号", "Room", .text, also: ["房间", "床位", "房号"]),
        FieldSpec(.stayTerritory, "管控地点地区", "Control site territory", .territory, also: ["隔离点地区", "隔离地区"]),
        FieldSpec(
            .started, "管控开始时间", "Control start", .instant,
            also: ["observationStartTime", "isolationStartTime", "隔离开始时间", "开始隔离时间", "医学观察开始时间", "隔离开始日期", "quarantineFrom"]),
        FieldSpec(
            .ended, "实际解除时间", "Control end", .instant,
            also: ["liftObservationRealDate", "RealEndTime", "解除隔离时间", "实际解除日期", "解除观察时间"]),
        FieldSpec(.ending, "解除原因", "Ending", .choice(.ending), also: ["观察结局", "结局"]),
    ]

    private static let stays: [FieldSpec] = [
        FieldSpec(
            .mode, "管控方式", "Control mode", .choice(.mode), .required,
            also: [
                "medicalObservationMode", "隔离方式", "观察方式", "controlMeasures", "quarantine", "Hospitalization / Isolation type", "dateRanges[].typeId",
            ]),
        FieldSpec(
            .site, "地点名称", "Site", .text,
            also: ["medicalObservationSite", "隔离点", "isolationSite", "医院", "医院名称", "Centre name", "dateRanges[].centerName", "site", "收治医院"]),
        FieldSpec(.room, "房间号", "Room", .text, also: ["床位", "房间", "病区床位", "ward", "bed"]),
        FieldSpec(.stayTerritory, "所在地区", "Territory", .territory, .usual, also: ["隔离点地区", "地区编码", "territory code", "隔离地区", "医院地区"]),
        FieldSpec(
            .started, "开始时间", "Start", .instant, .required,
            also: [
                "observationStartTime", "isolationStartTime", "隔离开始时间", "入院时间", "入住时间", "开始日期", "start date", "dateRanges[].startDate", "入院日期",
                "入住日期", "quarantineFrom",
            ]),
        FieldSpec(
            .ended, "结束时间", "End", .instant,
            also: ["RealEndTime", "liftObservationRealDate", "解除时间", "出院时间", "结束日期", "end date", "dateRanges[].endDate", "解除隔离时间", "出院日期", "解除日期"]),
        FieldSpec(.ending, "结束原因", "Ending", .choice(.ending), also: ["turnOver", "结局", "离开原因"]),
    ]

    private static let tests: [FieldSpec] = [
        FieldSpec(
            .taken, "采样时间", "Taken at", .instant, .required,
            also: [
                "采样日期", "采集时间", "标本采集时间", "sampleDateTime", "sample taken", "dateSampleTaken", "sampling time", "collection date", "cysj",
                "Lab 1 Specimen Collection Date", "dateOfTest", "specimen date",
            ]),
        FieldSpec(.method, "检测方法", "Method", .choice(.method), also: ["检测项目", "检测类型", "testType", "test type", "Lab 1 Test Type", "项目"]),
        FieldSpec(
            .specimenKind, "标本类型", "Specimen", .choice(.specimenKind),
            also: ["样本类型", "sampleMaterial", "sample type", "sampleType", "采样部位", "specimen type"]),
        FieldSpec(.swabs, "拭子数", "Swabs", .integer(1...10), also: ["采样份数", "采样数"]),
        FieldSpec(
            .tubeCode, "样本编号", "Tube code", .code,
            also: [
                "试管编号", "条码", "样本条码", "管号", "标本编号", "labSampleID", "Sample lab ID", "sampleIdentifier", "barcode", "试管码", "specimen id",
                "tube barcode",
            ]),
        FieldSpec(.takenIn, "采样地区", "Taken in", .territory, also: ["采样点地区", "采样点编码", "采样地区编码"]),
        FieldSpec(
            .occasion, "检测场景", "Occasion", .choice(.occasion),
            also: ["检测事由", "检测人群类别", "采样事由", "送检类别", "test occasion", "reason for testing"]),
        FieldSpec(
            .result, "检测结果", "Result", .choice(.result),
            also: ["结果", "核酸结果", "testResult", "pathogenTestResult", "test result", "jcjg", "Lab 1 Result", "检验结果"]),
        FieldSpec(
            .reportedAt, "结果时间", "Reported at", .instant,
            also: [
                "检测时间", "报告时间", "检测日期", "出结果时间", "testDateTime", "dateOfResult", "date of the result", "result time", "jcsj", "Lab 1 Report Date",
                "结果报告时间", "report date",
            ]),
        FieldSpec(.ctN, "N基因Ct值", "Ct N", .decimal(0...60), also: ["N基因", "Ct值N", "N Ct", "ctn", "CT-N", "cqValue", "N基因CT"]),
        FieldSpec(.ctORF1ab, "ORF1ab基因Ct值", "Ct ORF1ab", .decimal(0...60), also: ["ORF1ab基因", "ORF1ab", "Ct值ORF", "ORF Ct", "CT-ORF", "ORF基因Ct值"]),
        FieldSpec(.laboratory, "检测机构", "Laboratory", .text, also: ["检测单位", "实验室", "lab", "labName", "lab name", "检验机构", "labDetails"]),
    ]

    private static let arrivals: [FieldSpec] = [
        FieldSpec(
            .arrived, "抵达时间", "Arrived at", .instant, .required,
            also: [
                "到达时间", "抵达日期", "入湘时间", "到达日期", "抵湘时间", "date of arrival", "arrival date", "ArrivalDate", "DateArrival", "Einreisedatum",
                "portHealthInfo.arrivalDateTime", "返乡时间", "出站时间", "下高速时间", "驶出时间", "入住时间", "exit time", "check-in time",
            ]),
        FieldSpec(
            .originPlace, "出发地", "Origin", .text, .required,
            also: [
                "来源地", "始发地", "来自", "出发城市", "from", "port of origin", "入口站", "入口收费站", "entry station", "Foreign Address Country",
                "portHealthInfo.departureLocation", "旅居地",
                "departure place",
            ]),
        FieldSpec(.originTerritory, "出发地编码", "Origin code", .territory, also: ["来源地编码", "出发地区编码"]),
        FieldSpec(.originRisk, "出发地风险", "Origin risk", .choice(.originRisk), .usual, also: ["风险等级", "来源地风险等级", "风险", "risk level", "出发地风险等级"]),
        FieldSpec(
            .leftOrigin, "离开出发地日期", "Left origin", .date, also: ["离开日期", "出发日期", "离开风险区日期", "date of departure", "DepartureDate", "DateDeparture"]),
        FieldSpec(
            .destination, "目的地", "Destination", .territory, .usual,
            also: ["目的地编码", "入湘目的地", "目的地区", "抵达地", "destination code", "portHealthInfo.finalDestination", "到达地", "目的区县"]),
        FieldSpec(
            .checkpoint, "查验点", "Checkpoint", .text,
            also: [
                "入口", "卡口", "检查点", "point of entry", "pointOfEntry", "Port of Entry Into USA", "ArrivalPortName", "站点", "口岸", "收费站", "出口站", "出口收费站",
                "toll station", "exit station",
                "酒店名称",
            ]),
        FieldSpec(
            .vehicle, "交通工具", "Vehicle", .choice(.vehicle), also: ["交通方式", "ModeOfTransportation", "conveyance", "portHealthInfo.conveyanceType"]),
        FieldSpec(
            .transportNumber, "车次航班", "Transport number", .code,
            also: [
                "航班号", "车次", "班次", "车牌号", "车牌", "航班车次", "flight number", "FlightNumber", "Flight or Vessel Number", "portHealthInfo.flightNumber",
                "IdentifyingNumber", "车次/航班号", "车牌号码", "plate", "plate number", "licence plate",
            ]),
        FieldSpec(.seat, "座位号", "Seat", .code, also: ["座位", "座号", "Seat_Number", "seat number", "portHealthInfo.seatNumber"]),
        FieldSpec(
            .certificateTaken, "核酸证明采样时间", "Certificate specimen taken", .instant, also: ["48小时核酸采样时间", "核酸证明时间", "持核酸证明采样时间"]),
        FieldSpec(.registered, "是否报备", "Registered before arrival", .choice(.flag), also: ["是否提前报备", "报备", "pre-registered", "是否申报"]),
    ]

    private static let posts: [FieldSpec] = [
        FieldSpec(.postClass, "岗位类别", "Post class", .code, .required, also: ["岗位", "zrbm", "人员类别", "岗位分类", "类别", "class"]),
        FieldSpec(.unit, "所在单位", "Unit", .text, also: ["岗位单位", "用工单位", "workunit name"]),
        FieldSpec(.postTerritory, "工作地区", "Work territory", .territory, .usual, also: ["单位地区", "所在地区", "工作地区编码", "territory"]),
        FieldSpec(.from, "上岗日期", "From", .date, .required, also: ["开始日期", "到岗日期", "入职日期", "上岗时间", "start date"]),
        FieldSpec(.until, "离岗日期", "Until", .date, also: ["结束日期", "离岗时间", "end date"]),
    ]

    private static let vaccinations: [FieldSpec] = [
        FieldSpec(
            .vaccinated, "接种时间", "Vaccinated at", .instant, .required,
            also: ["接种日期", "vaccinationDate", "Vaccine date", "Vaccine 1 Administration Date", "vaccination date"]),
        FieldSpec(
            .product, "疫苗", "Product", .text, .required, also: ["疫苗名称", "疫苗种类", "vaccineName", "Vaccine", "Vaccine 1 Product Name", "vaccine name"]),
        FieldSpec(.dose, "剂次", "Dose", .integer(1...20), .required, also: ["针次", "vaccineDose", "dose number", "Vaccine 1 Dose Number", "第几针"]),
    ]
}
