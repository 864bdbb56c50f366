"""Usual short forms of first names, so that Mike may be greeted as Michael and the reverse. Pure."""

FAMILIES = """
    alexander alex sasha sandy xander
    alexandra alex sasha sandy lexi
    abigail abby
    andrew andy drew
    anthony tony
    antonio tony
    augustus gus
    benjamin ben benny
    catherine cathy kate cat
    charles charlie chuck
    christina chris tina
    christine chris
    christopher chris kit
    daniel dan danny
    danielle dani
    david dave
    deborah debbie deb
    edmund ed ted
    edward ed eddie ted ned
    elisabeth lisa beth liz
    elizabeth liz lizzie beth betty eliza libby
    frances fran
    francis frank fran
    francisco paco
    frederick fred freddie
    gabriel gabe
    gabriela gaby
    geoffrey geoff
    gregory greg
    guillermo memo
    henry harry hank
    ignacio nacho
    isabel bella izzy
    isabella bella izzy
    jacob jake
    james jim jimmy jamie
    jeffrey jeff
    jennifer jenny jen
    john jack johnny
    jonathan jon jonny
    jose pepe
    joseph joe joey
    josephine jo josie
    joshua josh
    katherine kathy kate katie kat
    kathleen kathy kate
    kathryn kathy kate katie
    kenneth ken kenny
    laurence larry
    lawrence larry
    leonard leo len
    louis lou louie
    malgorzata gosia
    margaret meg maggie peggy greta
    matthew matt
    michael mike mick mickey
    natalia nat
    natalie nat
    nathan nate
    nathaniel nate nat
    nicholas nick niko
    nicole nicky
    patricia pat patty trish
    patrick pat paddy
    peter pete
    philip phil
    phillip phil
    rebecca becky becca
    richard rick rich dick ricky
    robert bob rob bobby robbie
    ronald ron ronnie
    samantha sam
    samuel sam sammy
    stephanie steph
    stephen steve
    steven steve
    susan sue suzy
    theodore theo ted teddy
    thomas tom tommy
    timothy tim
    tobias toby
    victor vic
    victoria vicky
    volodymyr vova
    vladimir vova
    walter walt
    william will bill billy liam
    zachary zach zack
"""
"""A full name and its short forms a line; two full names, however alike, are two names."""

HEARTHS: dict[str, set[int]] = {}
for number, family in enumerate(FAMILIES.strip().splitlines()):
    for name in family.split():
        HEARTHS.setdefault(name, set()).add(number)


def are_the_same_name(one: str, other: str) -> bool:
    """Whether two folded first names are forms of one."""
    return bool(HEARTHS.get(one, set()) & HEARTHS.get(other, set()))
