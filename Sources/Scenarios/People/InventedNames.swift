import Register
import Vocabulary

/// An invented name, in Chinese and in Hanyu Pinyin.
public struct InventedName: Hashable, Sendable {
    /// Family name.
    public let family: String
    /// Given name, one or two characters.
    public let given: String
    /// Family name first, without tones: `Ouyang Jianguo`.
    public let pinyin: String

    /// The whole name in Chinese.
    public var chinese: String { family + given }
}

/// Names as they are met in Hunan, by sex and generation.
///
/// Family names: the order of the national list, tilted by eye to what is common in Hunan (刘 彭 谭 唐 邓 罗 曾 肖 龙 向 …); given names: characters
/// fashionable among people of that age. They colour a demo; nothing is to be inferred from the shares.
public enum InventedNames {
    /// A name for a person of the given sex, born in the given year.
    ///
    /// - Parameters:
    ///   - family: The family name to bear, for children and siblings; nil draws one.
    public static func name(sex: Sex, birthYear: Int, family: String? = nil, using dice: inout Seeded) -> InventedName {
        let drawn = dice.pick(families) { $0.perMille } ?? families[0]
        let chosen = family.map { wanted in families.first { $0.characters == wanted } ?? drawn } ?? drawn
        let generation = Generation(birthYear: birthYear)
        let pool = generation.characters(of: sex)
        let first = dice.pick(pool) ?? pool[0]
        guard !dice.chance(generation.shareOfSingleCharacters) else {
            return InventedName(family: chosen.characters, given: first.character, pinyin: chosen.pinyin + " " + capitalised(first.pinyin))
        }
        let second = dice.pick(pool) ?? pool[0]
        // 安 after a vowel needs the apostrophe: Li'an.
        let needsApostrophe = second.pinyin.first.map { "aeo".contains($0) } ?? false
        let given = capitalised(first.pinyin) + (needsApostrophe ? "'" : "") + second.pinyin
        return InventedName(family: chosen.characters, given: first.character + second.character, pinyin: chosen.pinyin + " " + given)
    }

    /// A family name with its share.
    public struct Family: Hashable, Sendable {
        /// The characters.
        public let characters: String
        /// Hanyu Pinyin without tones, read as a family name is.
        public let pinyin: String
        /// Share in a thousand people, roughly.
        public let perMille: Int
    }

    struct Given: Hashable, Sendable {
        let character: String
        let pinyin: String
    }

    private static func capitalised(_ pinyin: String) -> String { pinyin.prefix(1).uppercased() + pinyin.dropFirst() }
}

extension InventedNames {
    /// When someone was named: fashions last about twenty years.
    enum Generation: Sendable {
        case before1960, before1980, before2000, since2000

        init(birthYear: Int) {
            self =
                switch birthYear {
                case ..<1960: .before1960
                case ..<1980: .before1980
                case ..<2000: .before2000
                default: .since2000
                }
        }

        /// Names of one character were the fashion of the 1970s to 1990s.
        var shareOfSingleCharacters: Double {
            switch self {
            case .before1960: 0.08
            case .before1980: 0.25
            case .before2000: 0.3
            case .since2000: 0.1
            }
        }

        func characters(of sex: Sex) -> [Given] {
            switch (self, sex) {
            case (.before1960, .male): Self.oldMen
            case (.before1960, .female): Self.oldWomen
            case (.before1980, .male): Self.men
            case (.before1980, .female): Self.women
            case (.before2000, .male): Self.youngMen
            case (.before2000, .female): Self.youngWomen
            case (.since2000, .male): Self.boys
            case (.since2000, .female): Self.girls
            }
        }

        private static let oldMen = table(
            """
            德 de 明 ming 福 fu 生 sheng 金 jin 贵 gui 国 guo 清 qing 文 wen 有 you 光 guang 荣 rong 昌 chang 春 chun 长 chang 庆 qing 先 xian 忠 zhong
            """)
        private static let oldWomen = table(
            """
            秀 xiu 英 ying 桂 gui 兰 lan 玉 yu 珍 zhen 梅 mei 凤 feng 菊 ju 莲 lian 翠 cui 娥 e 淑 shu 贞 zhen 春 chun 香 xiang 云 yun 美 mei
            """)
        private static let men = table(
            """
            建 jian 国 guo 军 jun 华 hua 平 ping 志 zhi 强 qiang 新 xin 卫 wei 民 min 勇 yong 伟 wei 辉 hui 斌 bin 海 hai 林 lin 波 bo 红 hong 刚 gang
            """)
        private static let women = table(
            """
            丽 li 红 hong 艳 yan 霞 xia 燕 yan 芳 fang 敏 min 玲 ling 娟 juan 萍 ping 琴 qin 群 qun 辉 hui 建 jian 小 xiao 爱 ai 平 ping 慧 hui
            """)
        private static let youngMen = table(
            """
            伟 wei 杰 jie 鹏 peng 浩 hao 磊 lei 涛 tao 超 chao 俊 jun 凯 kai 宇 yu 龙 long 翔 xiang 亮 liang 峰 feng 飞 fei 威 wei 鑫 xin 博 bo 旭 xu 健 jian
            """)
        private static let youngWomen = table(
            """
            婷 ting 静 jing 丹 dan 雪 xue 倩 qian 颖 ying 洁 jie 琳 lin 莎 sha 思 si 佳 jia 雅 ya 慧 hui 晶 jing 璐 lu 娜 na 蓉 rong 莹 ying 琪 qi 薇 wei
            """)
        private static let boys = table(
            """
            子 zi 轩 xuan 浩 hao 宇 yu 梓 zi 睿 rui 晨 chen 泽 ze 俊 jun 博 bo 文 wen 铭 ming 皓 hao 一 yi 涵 han 佑 you 安 an 航 hang 辰 chen 逸 yi
            """)
        private static let girls = table(
            """
            欣 xin 怡 yi 梓 zi 涵 han 诗 shi 雨 yu 萱 xuan 可 ke 馨 xin 语 yu 彤 tong 依 yi 佳 jia 妍 yan 晴 qing 若 ruo 桐 tong 瑶 yao 安 an 悦 yue
            """)

        private static func table(_ text: String) -> [Given] {
            let words = text.split { $0 == " " || $0 == "\n" }.map(String.init)
            return stride(from: 0, to: words.count - 1, by: 2).map { Given(character: words[$0], pinyin: words[$0 + 1]) }
        }
    }

    /// Family names with pinyin and share, commonest first.
    public static let families: [Family] = {
        let words = familyTable.split { $0 == " " || $0 == "\n" }
        return stride(from: 0, to: words.count - 2, by: 3).map {
            Family(characters: String(words[$0]), pinyin: String(words[$0 + 1]), perMille: Int(words[$0 + 2]) ?? 1)
        }
    }()

    private static let familyTable = """
        李 Li 76 刘 Liu 70 王 Wang 52 陈 Chen 51 张 Zhang 48 周 Zhou 35 黄 Huang 33 杨 Yang 32 罗 Luo 26 彭 Peng 24
        唐 Tang 22 胡 Hu 21 何 He 20 吴 Wu 20 谭 Tan 19 邓 Deng 19 曾 Zeng 18 肖 Xiao 18 谢 Xie 15 蒋 Jiang 14
        欧阳 Ouyang 5 龙 Long 14 向 Xiang 12 袁 Yuan 11 曹 Cao 10 朱 Zhu 10 徐 Xu 10 赵 Zhao 10 廖 Liao 10 郭 Guo 9
        许 Xu 8 易 Yi 8 贺 He 8 颜 Yan 5 宋 Song 7 田 Tian 8 石 Shi 7 孙 Sun 6 汤 Tang 6 夏 Xia 6
        文 Wen 6 姚 Yao 5 龚 Gong 5 段 Duan 5 尹 Yin 5 熊 Xiong 5 邹 Zou 5 钟 Zhong 5 苏 Su 4 史 Shi 1
        丁 Ding 4 余 Yu 5 戴 Dai 5 林 Lin 5 高 Gao 5 梁 Liang 4 马 Ma 5 叶 Ye 3 方 Fang 3 任 Ren 3
        江 Jiang 3 洪 Hong 2 邱 Qiu 3 沈 Shen 3 付 Fu 3 汪 Wang 3 黎 Li 6 雷 Lei 5 阳 Yang 4 粟 Su 2
        凌 Ling 3 匡 Kuang 3 成 Cheng 3 左 Zuo 3 晏 Yan 3 申 Shen 4 宁 Ning 3 卢 Lu 4 郑 Zheng 4 韩 Han 2
        冯 Feng 3 潘 Pan 3 舒 Shu 4 蔡 Cai 4 毛 Mao 4 魏 Wei 3 吕 Lü 2 伍 Wu 4 覃 Qin 3 杜 Du 3
        严 Yan 2 金 Jin 2 游 You 2 范 Fan 3 柳 Liu 3 莫 Mo 3 聂 Nie 3 米 Mi 2 滕 Teng 2 麻 Ma 2
        符 Fu 2 梅 Mei 1 鲁 Lu 2 涂 Tu 1 童 Tong 2 万 Wan 2 傅 Fu 2 侯 Hou 2 单 Shan 1 仇 Qiu 1
        皮 Pi 1 瞿 Qu 2 康 Kang 2 谌 Chen 1 喻 Yu 2 陶 Tao 2 章 Zhang 2 卜 Bu 1 区 Ou 1 司马 Sima 1
        """
}
