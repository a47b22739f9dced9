"""The plain English that the reader knows: head nouns of descriptions by type, function words, units, patterns of codes.

These are general words of the field, not names; names come from the reference data.
"""

from __future__ import annotations

import re


def words(text: str) -> frozenset[str]:
    """The set of the words of a text, so that long lists stay readable."""
    return frozenset(text.split())


CHIP_HEADS = words(
    "chip chips chipset chipsets processor processors microprocessor microprocessors accelerator accelerators gpu "
    "gpus cpu cpus npu npus tpu tpus dpu dpus xpu xpus asic asics soc socs fpga fpgas semiconductor semiconductors "
    "chiplet chiplets silicon ics circuits superchip superchips cores discretes units system-on-a-chip "
    "systems-on-chip transistors diodes sensors"
)
PRODUCT_HEADS = words(
    "equipment machine machines machinery software tool tools toolchain system systems model models platform "
    "platforms infrastructure server servers components component magnets magnet scanner scanners stepper steppers "
    "modem modems vehicle vehicles device devices laptop laptops panels displays laser lasers framework frameworks "
    "ecosystem stack series instance instances product products rack racks cluster clusters supercomputer "
    "supercomputers supernode supernodes phone phones smartphone smartphones handset handsets pc pcs computer "
    "computers battery batteries turbines console consoles module modules board boards card cards motherboards "
    "weights compiler toolkit cables app apps service services switch switches router routers robot robots drone "
    "drones satellite satellites aircraft cars buses missiles radar optics mirrors transceivers ssd ssds drives "
    "storage hardware networking headset headsets workstations workstation iphone iphones crucibles gear marketplace"
)
TECHNOLOGY_HEADS = words(
    "memory packaging technology technologies process processes node nodes lithography photolithography architecture "
    "architectures computing stacking interconnect interconnects photonics interface protocol transistor finfet "
    "finfets interposer interposers substrate cache deposition etching etch multi-patterning patterning immersion ip "
    "nanometer nanometers nanometre nanometres nm substrates dram nand flash hbm cooling technique techniques "
    "intelligence design biotechnology quantum connectivity networks euv duv mixture-of-experts x86 risc-v format"
)
MATERIAL_HEADS = words(
    "wafer wafers gallium germanium antimony silicon photoresist photoresists resist resists tin gas gases graphite "
    "helium neon quartz copper dysprosium yttrium terbium samarium gadolinium lutetium scandium holmium erbium "
    "thulium europium ytterbium neodymium praseodymium lanthanum cerium tungsten tellurium bismuth indium molybdenum "
    "lithium nickel cobalt steel aluminum aluminium zinc polysilicon bauxite kaolin feldspar arsenide nitride carbide "
    "phosphide oxide bromide fluoride fluorine bromine argon krypton xenon hydrogen tantalum titanium platinum "
    "palladium ruthenium rhenium niobium rubidium cesium gold silver magnesium manganese uranium fluorspar lead iron "
    "earth earths minerals metals elements rare-earth rare-earths minerals materials material chemicals chemical "
    "photomask photomasks masks substrate sapphire ingots magnets oil water phosphorus sulfur acid solvents slurry "
    "glass resin films alloys ore ores"
)
FACILITY_HEADS = words(
    "facility facilities fab fabs plant plants factory factories campus campuses complex site sites hub lab labs "
    "laboratory center centers centre centres datacenter datacenters megafab megafabs gigafab gigafabs foundry line "
    "lines headquarters park"
)
POLICY_HEADS = words(
    "controls control restrictions restriction tariffs tariff rule rules list lists regulation regulations sanctions "
    "policy policies ban bans requirement requirements measures measure curbs curb blacklist program programme "
    "exemption exemptions act law laws order orders agreement agreements legislation licence license licences "
    "licenses levies levy duties duty caps cap limits limit quota quotas embargo directive guidance guidelines waiver "
    "waivers plan strategy subsidy subsidies deal initiative investigation investigations probe regime regimes "
    "framework ruling bill catalogue catalog moratorium threshold thresholds update updates mechanism standard "
    "standards pact truce designation designations blockade expansion revocation authorization authorisation "
    "authorizations approval approvals clearance prohibition prohibitions licensing sanction fine fines incentives "
    "grants grant credit credits breaks crackdown changes countermeasures notice decree memorandum proclamation "
    "amendment rescission safeguards suspension"
)
FIRM_HEADS = words(
    "company business arm unit division giant maker startup lab chipmaker subsidiary firm group foundry designer "
    "developer affiliate team conglomerate supplier labs"
)
AGENCY_HEADS = words(
    "ministry regulator regulators customs department agency bureau commission court office committee congress administration"
)
COUNTRY_HEADS = words("government administration authorities govt regime")

HEADS: dict[str, frozenset[str]] = {
    "Chip": CHIP_HEADS,
    "Product": PRODUCT_HEADS,
    "Technology": TECHNOLOGY_HEADS,
    "Material": MATERIAL_HEADS,
    "Facility": FACILITY_HEADS,
    "Policy": POLICY_HEADS,
    "Agency": AGENCY_HEADS,
    "Country": COUNTRY_HEADS,
    "Firm": FIRM_HEADS,
}
ALL_HEADS = frozenset(word for heads in HEADS.values() for word in heads)
TYPES = ("Firm", "Chip", "Product", "Technology", "Material", "Facility", "Country", "Agency", "Policy")

# Words that may stand in a name with a capital and say what kind of thing it is.
NAME_WORDS = words(
    "act rule rules list order program initiative department ministry bureau office commission committee council "
    "court agency authority board congress senate house association institute university college school center centre "
    "laboratory lab labs research bank fund capital partners ventures securities holdings group technologies "
    "technology semiconductor semiconductors electronics microelectronics systems devices materials international "
    "global industries industry solutions software networks computing cloud digital energy power motors mobile "
    "communications media news times journal post daily weekly magazine reuters bloomberg summit forum conference "
    "week day expo award prize north south east west city county state province region island river street valley "
    "park plaza tower white president minister secretary chairman director general chief officer analyst professor "
    "senator representative governor mr mrs ms dr ceo cfo cto coo vp the this that these its our their new first one "
    "two three a an in on for with from by as at and but or if when while after before since because part section "
    "title article chapter regulation regulations controls control export exports trade security national federal "
    "united states republic union kingdom european american chinese intelligence artificial advanced next pro max "
    "ultra plus mini super gen series edition platform processor processors gpu gpus cpu chip chips ai ml hpc data "
    "model models server servers"
) | frozenset(w for heads in HEADS.values() for w in heads)

# Common given names: what follows one is a person's surname, not a firm.
GIVEN_NAMES = words(
    "adam alan albert alex alexander alexandra alice alicia allen amanda amy andrea andrew andy angela ann anna anne "
    "anthony antony april arthur barack barbara barry ben benjamin bernard bill bob brad brandon brian bruce carl "
    "carol caroline catherine charles charlie chris christian christine christopher chuck claire craig cristiano dan "
    "daniel dario dave david dean deborah debra dennis diana don donald donna doug douglas ed eddie edward elaine "
    "elizabeth ellen elon emily emma eric erik ethan evan frank fred gabriel gary george gerald gina glenn gordon "
    "grace graham greg gregory hans harold harry heather helen henry howard ian isaac ivan jack jacob jake james "
    "jamie jan jane janet jason jay jean jeff jeffrey jen jennifer jensen jeremy jerry jessica jim jimmy joan joe "
    "joel john johnny jon jonathan jose joseph josh joshua juan judy julia julian julie justin karen karl kate "
    "katherine kathleen katie keith kelly ken kenneth kevin kim kurt kyle larry laura lauren lee leo leonard linda "
    "lip-bu lisa liz louis lucas luke marc marco marcus margaret maria marie mark martin mary matt matthew max "
    "melissa michael michelle mike mohamed monica morris nancy narendra nathan neil nick nicholas nicole noah oliver "
    "olivia pamela pat patricia patrick paul pete peter phil philip rachel ralph ray raymond rebecca ricardo richard "
    "rick rob robert robin rodney roger ron ronald rose roy russell ruth ryan sam samuel sandra sara sarah satya "
    "scott sean shawn simon stacy stefan stephanie stephen steve steven stuart sue sundar susan ted teresa terry "
    "theresa thomas tim timothy todd tom tony travis ursula vanessa victor victoria vincent vladimir walter wayne "
    "wendy will william xi yuki zoe"
)
MEDIA = words(
    "reuters bloomberg forbes fortune wired cnbc cnn bbc nikkei economist guardian axios politico digitimes techcrunch verge engadget "
    "barron marketwatch yahoo wsj xinhua caixin scmp afp npr pbs nbc abc cbs fox slate vox semafor insider benzinga zacks motley"
)
DETERMINERS = words(
    "the a an this that these those any some all each every such no another other both several many more most certain various"
)
POSSESSIVES = words("its their his her our my your whose")
FUNCTION = words(
    "of in on at to for from by with without as than and or but nor so yet if then that which who whom whose what "
    "when where while because since until unless although though whether how why into onto over under between among "
    "amid against about across after before during through throughout toward towards via per within upon off out up "
    "down is are was were be been being am has have had having do does did will would can could may might must shall "
    "should not no it its they them their he she his her him we us our you your i my me there here this these those "
    "the a an also only just even still already now both either neither each every all any some such other another "
    "more most less many much few several own same too very said says say including include includes like such "
    "despite according due however therefore once again never always often"
) - {"own", "most", "more", "less"}
VERBS = words(
    "uses use used using makes make made making sells sell sold selling buys buy bought buying builds build built "
    "building imposed imposes impose imposing announced announces announce announcing plans planned planning remains "
    "remain include includes included including ship ships shipped shipping supply supplies supplied supplying "
    "provide provides provided providing produce produces produced producing develop develops developed developing "
    "launch launches launched launching restrict restricts restricted restricting ban bans banned banning allow "
    "allows allowed allowing approve approves approved limit limits limited limiting block blocks blocked blocking "
    "cut cuts cutting expand expands expanded expanding train training run runs running design designs designed "
    "designing manufacture manufactures manufactured manufacturing acquire acquires acquired get gets got take takes "
    "took give gives gave need needs needed want wants wanted seek seeks sought see sees saw become becomes became "
    "keep keeps kept put puts let lets set sets bring brings brought requires require required requiring covers cover "
    "covered covering targets target targeted relies rely relied offers offer offered offering deploy deploys "
    "deployed deploying receive receives received help helps helped boost boosts"
)
GENERIC_AFTER_NAME = CHIP_HEADS | words(
    "platform architecture series family memory model models system systems server servers process node technology "
    "software tools machines machine equipment processor packaging lithography connectivity networks network "
    "architectures stacking design light"
)
LEGAL = re.compile(
    r"(?:Inc|Corp|Corporation|Co|Cos|Company|Ltd|Limited|LLC|LLP|LP|PLC|plc|AG|GmbH|SE|SA|NV|N\.V\.|BV|B\.V\.|AB|ASA|Oyj|KK|Pte|Bhd|Holding|"
    r"Holdings|Group|Incorporated)\.?\Z"
)
CODE = re.compile(r"(?=\w*\d)(?=\w*[A-Za-z])[\w.:+]+\Z")
NANOMETRES = re.compile(r"(?:\d+(?:\.\d+)?|sub|two|three|five|seven|ten)[\s-]?(?:nm|nanomet(?:er|re)s?|Å|angstroms?|microns?|µm)\b", re.I)
COMPLEMENTS = words("on of for in against to over at from near by outside targeting covering")
