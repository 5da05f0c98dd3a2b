"""British names, places and callings of the 17th to 19th century, for the historical set; the most frequent first."""

from reencuentro.rehearsal.lists import listed

MALE = listed("""
    john william thomas george james henry charles robert edward joseph richard samuel alfred frederick david walter
    francis arthur benjamin peter alexander hugh philip andrew daniel edmund michael stephen patrick nicholas ralph
    matthew anthony herbert isaac jacob jonathan nathaniel gilbert roger simon owen archibald christopher humphrey
    abraham lawrence percy reginald ernest harold sidney albert leonard luke mark giles horace theodore
""")
FEMALE = listed("""
    mary elizabeth ann sarah jane margaret catherine anne martha hannah ellen alice frances charlotte harriet emily
    louisa maria caroline susan emma eleanor isabella eliza dorothy lucy florence edith agnes amelia rebecca rachel
    georgina matilda sophia augusta henrietta barbara beatrice clara constance grace julia lydia rose ada adelaide
""")
SHORT = {
    name: tuple(short.split("|"))
    for name, _, short in (
        pair.partition(">")
        for pair in """
        john>jack|johnny william>will|bill|willie thomas>tom|tommy george>georgie james>jim|jamie henry>harry|hal
        charles>charlie robert>bob|rob|robin edward>ned|ted joseph>joe richard>dick|rick samuel>sam alfred>alf
        frederick>fred david>davy walter>wat francis>frank benjamin>ben alexander>alex|sandy daniel>dan edmund>ned
        michael>mick stephen>steve patrick>pat nicholas>nick matthew>matt anthony>tony christopher>kit|chris
        lawrence>larry albert>bert leonard>len theodore>theo mary>polly|molly elizabeth>bess|betty|eliza|lizzie
        ann>annie|nancy sarah>sally jane>jenny|janet margaret>maggie|peggy|meg catherine>kate|kitty anne>annie
        martha>patty ellen>nellie frances>fanny charlotte>lottie harriet>hattie caroline>carrie susan>sukey|susie
        eleanor>nell|nora isabella>bella dorothy>dolly florence>flo rebecca>becky georgina>georgie matilda>tilly
        """.split()
    )
}
SURNAMES = (
    *listed("""
    smith jones williams brown taylor davies wilson evans thomas roberts johnson walker wright thompson robinson hughes
    white edwards green hall wood harris martin jackson clarke turner hill cooper morris ward moore king watson baker
    harrison morgan young allen mitchell james anderson phillips lee bell parker davis bennett miller cook shaw scott
    campbell stewart macdonald murray fraser gordon hamilton kelly byrne o'brien fitzgerald butler howard stanley
    """),
    *(
        stem + ending
        for ending in listed("ton ley ford well by worth ham field wood combe hurst stead")
        for stem in listed("""
        ash black brad bran chad charl clif col craw dal den dun east ed fair gar gold hal har haw hazel hol hunt kings
        lang lin mar mel mid mor nor oak pen pres rad ray red rush sel shel sher stan staf stock sud swin thorn wake
        wal war wes whit win wyn
        """)
    ),
)
PLACES = {
    place.replace("_", " "): area
    for place, _, area in (
        pair.partition(":")
        for pair in """
        london:sw london:w london:ec london:se london:n westminster:sw edinburgh:eh dublin:d glasgow:g liverpool:l
        manchester:m birmingham:b bristol:bs bath:ba plymouth:pl exeter:ex devon:tq cornwall:tr norwich:nr norfolk:pe
        york:yo leeds:ls sheffield:s hull:hu bradford:bd newcastle_upon_tyne:ne durham:dh carlisle:ca lancaster:la
        kent:ct canterbury:ct sussex:bn brighton:bn hampshire:so portsmouth:po surrey:gu essex:cm colchester:co
        cambridge:cb oxford:ox gloucestershire:gl worcester:wr shropshire:sy stafford:st derbyshire:de nottingham:ng
        leicester:le coventry:cv northampton:nn lincoln:ln ipswich:ip hertfordshire:al buckinghamshire:hp reading:rg
        salisbury:sp dorset:dt somerset:ta cardiff:cf swansea:sa anglesey:ll aberdeen:ab dundee:dd perth:ph inverness:iv
        kirkcaldy:ky paisley:pa belfast:bt
        """.split()
    )
}
CALLINGS = listed("""
    politician writer painter army_officer cricketer priest barrister naval_officer physician botanist poet engineer
    architect actor composer lawyer merchant historian military_personnel association_football_player diplomat
    playwright surgeon journalist chemist explorer translator judge sculptor photographer mathematician astronomer
    geologist publisher banker philosopher teacher singer illustrator
""")
RANKS = listed("baron viscount earl marquess baronet")
"""Of peers and baronets: `3rd earl of …`."""
