"""Names for people who do not exist."""

from random import Random

_GERMAN = (
    "Anja Anton Beate Bernd Carla Clemens Dagmar Dieter Elif Emil Franziska Frieda Georg Greta "
    "Hannes Heike Ines Jakob Jana Jonas Jörg Karin Käthe Konrad Lars Lea Lukas Marlene Matthias "
    "Mira Moritz Nadja Nils Olga Oskar Paula Rainer Rosa Ruth Sören Stefan Tanja Theo Uta Volker "
    "Wiebke Yusuf",
    "Albrecht Bachmann Behrens Böttcher Brandt Busch Dietz Ebert Engel Falk Fiedler Förster Franke "
    "Fröhlich Gärtner Graf Günther Haas Hartwig Heinrich Horn Jansen Kaya Kessler Köhler Kramer "
    "Krüger Kuhn Lange Lehmann Lindner Lorenz Maurer Meißner Naumann Otto Paulsen Petersen Pohl "
    "Reuter Roth Sauer Schubert Seidel Sommer Thiele Vogt Wegner Winkler Yildiz Ziegler",
)
_JAPANESE = (
    "Akari Akira Aoi Ayumi Chihiro Daichi Emi Fumiko Hana Haruka Haruto Hayato Hinata Hiroshi "
    "Kaito Kana Kazuki Kenji Kenta Koharu Makoto Mana Mao Masato Mei Miyu Nanami Naoki Ren Riku "
    "Rin Ryota Sakura Satoshi Shiori Shota Sora Takumi Tomoko Tsubasa Yamato Yuka Yuki Yumi",
    "Abe Aoki Arai Endo Fujii Fujita Fukuda Goto Hara Hasegawa Hashimoto Hayashi Ikeda Imai "
    "Inoue Ishii Ishikawa Ito Kato Kimura Kondo Maeda Matsuda Mori Murakami Nakagawa Nishimura "
    "Noguchi Ogawa Okada Okamoto Ono Ota Saito Sakai Sasaki Shibata Shimizu Takagi Takeda Tamura "
    "Ueda Ueno Wada Yamashita Yokoyama",
)
# The seldom ones come from the other country.
_LISTS = {"DE": (_GERMAN, _JAPANESE), "JP": (_JAPANESE, _GERMAN)}
_LATIN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def invent_name(random: Random, country: str, taken: set[str]) -> str:
    """A name that nobody has yet; it is added to the taken ones."""
    while True:
        at_home, from_abroad = _LISTS[country]
        first, last = from_abroad if random.random() < 0.06 else at_home
        name = f"{random.choice(first.split())} {random.choice(last.split())}"
        if name not in taken:
            taken.add(name)
            return name


def address_of(name: str) -> str:
    """The e-mail address of a person of this name."""
    return f"{name.lower().translate(_LATIN).replace(' ', '.')}@demo.test"
