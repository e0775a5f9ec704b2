"""Names such as any Chinese city has, in characters and in Latin letters. Composed of common words; nobody's own."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

# Word and its sound.
MAIN_STREETS = """
建设 Jianshe,和平 Heping,文化 Wenhua,胜利 Shengli,光明 Guangming,新华 Xinhua,友谊 Youyi,
团结 Tuanjie,幸福 Xingfu,前进 Qianjin,工业 Gongye,科技 Keji,创业 Chuangye,学府 Xuefu,
体育 Tiyu,花园 Huayuan,迎春 Yingchun,朝阳 Chaoyang,东风 Dongfeng,红旗 Hongqi,青年 Qingnian,
民主 Minzhu,健康 Jiankang,长江 Changjiang,黄河 Huanghe,泰山 Taishan,凤凰 Fenghuang,金桥 Jinqiao,
银河 Yinhe,翠湖 Cuihu,梧桐 Wutong,银杏 Yinxing,牡丹 Mudan,槐荫 Huaiyin,清泉 Qingquan,
望江 Wangjiang,云峰 Yunfeng,龙腾 Longteng,春晖 Chunhui,秋实 Qiushi,复兴 Fuxing,振兴 Zhenxing,
富强 Fuqiang,丰收 Fengshou,明珠 Mingzhu,彩虹 Caihong,星光 Xingguang,海棠 Haitang,丁香 Dingxiang,
玉兰 Yulan
"""
FIRST = """
兴 Xing,福 Fu,安 An,康 Kang,泰 Tai,顺 Shun,祥 Xiang,
瑞 Rui,丰 Feng,永 Yong,德 De,仁 Ren,广 Guang,宏 Hong,
嘉 Jia,锦 Jin,景 Jing,明 Ming,庆 Qing,荣 Rong,盛 Sheng,
天 Tian,万 Wan,文 Wen,西 Xi,新 Xin,义 Yi,裕 Yu,
元 Yuan,正 Zheng,东 Dong,南 Nan,北 Bei,青 Qing,金 Jin,
玉 Yu,春 Chun,和 He,长 Chang,大 Da
"""
SECOND = """
华 hua,昌 chang,隆 long,业 ye,民 min,园 yuan,桥 qiao,
井 jing,门 men,林 lin,泉 quan,山 shan,河 he,柳 liu,
竹 zhu,梅 mei,兰 lan,松 song,柏 bai,桂 gui,宁 ning,
阳 yang,平 ping,源 yuan,达 da,通 tong,远 yuan,辉 hui,
祠 ci,仓 cang,寺 si,塔 ta,书 shu,市 shi,坊 fang,
湾 wan
"""
NUMERALS = "一二三四五六七八九十"
ESTATES = [("小区", "Estate"), ("花园", "Gardens"), ("苑", "Court"), ("新村", "New Village"), ("家园", "Homes")]
VILLAGES = [("村", "Village"), ("庄", "Zhuang Village"), ("屯", "Tun Village")]
SIDES = {"东": "East", "西": "West", "南": "South", "北": "North", "中": "Middle"}
LANES = [("街", "Street"), ("路", "Road"), ("巷", "Lane")]


@dataclass(frozen=True)
class Name:
    """A name in Chinese and in Latin letters."""

    zh: str
    en: str


def numeral(number: int) -> str:
    """1 to 99 as 一 to 九十九."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{NUMERALS[tens - 1]}十"
    return head + (NUMERALS[ones - 1] if ones else "")


def _pairs(words: str) -> list[tuple[str, str]]:
    return [(zh, en) for zh, en in (word.split() for word in words.replace("\n", "").split(",") if word)]


class Names:
    """Gives every name once. Another seed gives them in another order."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._main = _pairs(MAIN_STREETS)
        chance.shuffle(self._main)
        self._given: set[str] = set()
        self._lanes = self._composed(LANES)
        self._estates = self._composed(ESTATES)
        self._villages = self._composed(VILLAGES)

    def main_street(self) -> tuple[str, str]:
        """The word of a street through the whole city, without its side and kind: 建设, Jianshe."""
        if self._main:
            return self._main.pop()
        lane = next(self._lanes)
        return lane.zh[:-1], lane.en.split()[0]

    def lane(self) -> Name:
        return next(self._lanes)

    def estate(self) -> Name:
        return next(self._estates)

    def village(self) -> Name:
        return next(self._villages)

    def _composed(self, kinds: list[tuple[str, str]]) -> Iterator[Name]:
        """Two words and a kind, in a shuffled order; when all are given, numbered ones."""
        stems = [(a + b, f"{A}{B}") for a, A in _pairs(FIRST) for b, B in _pairs(SECOND)]
        self._chance.shuffle(stems)
        for turn in range(len(kinds)):
            for place, (zh, en) in enumerate(stems):
                kind_zh, kind_en = kinds[(turn + place) % len(kinds)]
                yield Name(zh + kind_zh, f"{en} {kind_en}")
        for number in range(1, 100):
            for zh, en in stems:
                yield Name(f"{zh}{numeral(number)}{kinds[0][0]}", f"{en} {number}{_nth(number)} {kinds[0][1]}")


def sided(stem: tuple[str, str], side: str, kind: tuple[str, str] = ("路", "Road")) -> Name:
    """人民, 东, 路 makes 人民东路, Renmin East Road; without a side 人民路."""
    between = f" {SIDES[side]}" if side else ""
    return Name(f"{stem[0]}{side}{kind[0]}", f"{stem[1]}{between} {kind[1]}")


def _nth(number: int) -> str:
    if 10 < number % 100 < 14:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
