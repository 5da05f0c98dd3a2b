"""Nicknames and short forms of English, with the given names they stand for: tables of people come from anywhere."""

# Common knowledge; each name with what its bearers are called, all folded. Initials and cut-off forms such as "alex"
# are listed only where they end differently from the name, since a name's beginning is known as such anyway.
CALLED_IN_ENGLISH = """
abigail: abby gail | abraham: abe bram | adelaide: addie heidi | agnes: aggie nessie | albert: al bert bertie
alexander: alec sandy xander | alexandra: sandra sandy | alfred: alf alfie fred | alice: allie | alison: allie ally
amelia: amy millie | andrew: andy drew | ann: annie nan nancy | anna: annie nan | anne: annie nan | anthony: tony
archibald: archie baldie | arnold: arnie | arthur: art artie | augusta: gussie | augustus: gus gussie
barbara: babs barbie bobbie | barnabas: barney | barnaby: barney | bartholomew: bart | beatrice: bea beattie trixie
benedict: ben | benjamin: ben bennie benny | bernard: bernie | bertram: bert | bridget: biddy bridie | calvin: cal
cameron: cam | caroline: caddie carrie lina | catherine: cathy kate kathy katie kit kitty | cecilia: cis cissie
charles: charlie chas chuck | charlotte: char lottie lotty | christian: chris | christina: chris tina
christine: chris chrissie tina | christopher: chris kit topher | clara: clare | clarence: clarrie | constance: connie
cornelius: corney neil | cynthia: cindy | daniel: dan danny | david: dave davie davy | deborah: deb debbie
dennis: denny | donald: don donnie | dorothy: dolly dot dottie dora | edgar: ed eddie ned | edith: edie
edmund: ed eddie ned ted | edward: ed eddie ned ted teddy | edwin: ed eddie ned ted
eleanor: ella ellie nell nellie nora | elizabeth: bess bessie beth betsy betty eliza elsie libby lily lisa liz lizzie
ellen: nell nellie | emily: em millie | emma: em emmie | ernest: ern ernie | esther: essie hettie | ethel: effie
eugene: gene | euphemia: effie phemie | evelyn: eve evie | ezekiel: zeke | florence: flo florrie flossie
frances: fan fannie fanny fran frankie | francis: frank frankie | franklin: frank | frederick: fred freddie freddy
gabriel: gabe | geoffrey: geoff jeff | george: geordie georgie | georgina: georgie gina | gerald: gerry jerry
gertrude: gertie trudy | gilbert: bert gil | gillian: gill jill | gregory: greg | hannah: annie nan
harold: hal harry | harriet: hattie hatty | helen: ella lena nell nellie | henrietta: etta hettie hetty netta
henry: hal hank harry | herbert: bert bertie herb | hezekiah: hez | hugh: hughie | humphrey: numps | isaac: ike zac
isabel: bel bella belle ibby tibbie | isabella: bel bella belle ibby tibbie | jacob: jake
james: jamie jem jim jimmie jimmy | jane: janie jenny jean janet | janet: jan jenny nettie | jean: jeanie jenny
jeffrey: jeff | jemima: mima | jennifer: jen jenny | jeremiah: jerry | jeremy: jerry | jessica: jess jessie
joan: joanie | john: jack jackie jock johnnie johnny | jonathan: jon jonny | joseph: joe joey | josephine: jo josie
joshua: josh | judith: judy | julia: julie | katherine: kate kathy katie kit kitty | kathleen: kathy kay kitty
kenneth: ken kenny | laura: laurie lolly | laurence: larry laurie | lawrence: larry laurie | leonard: len lennie lenny
leopold: leo | letitia: letty | lewis: lew louie | louis: lou louie | louisa: lou louie | lucinda: cindy lucy
lydia: liddy | mabel: may | madeleine: maddie | magdalen: maddie maud | malcolm: mal
margaret: daisy greta madge maggie maisie marge margie meg megan meggie nettie peg peggie peggy rita | marian: mamie
martha: martie mattie patty | martin: marty | mary: mae mamie may minnie moll mollie molly poll polly
matilda: mattie maud tilda tillie tilly | matthew: mat matt | maximilian: max | mervyn: merv
michael: mick mickey mike | mildred: millie | millicent: millie | mortimer: mort | nancy: nan | nathan: nat nate
nathaniel: nat nate | nicholas: colin nick nicky | oliver: noll ollie | olivia: livvy ollie | oswald: oz ozzie
pamela: pam | patience: pat patty | patricia: pat patsy patty tricia trish | patrick: paddy pat | peter: pete
philip: phil pip | philippa: pip pippa | priscilla: cilla prissy | prudence: prue | rachel: rae | ralph: rafe
randolph: randy | raymond: ray | rebecca: becca beckie becky | reginald: reg reggie rex
richard: dick dickie dickon rich richie rick | robert: bert bob bobbie bobby dob rob robbie robin
roderick: rod roddy | roger: hodge rodge | roland: roly rowley | ronald: ron ronnie | rosamund: rose
rosemary: rose rosie | rudolph: rudy | rupert: bert | samuel: sam sammy | sarah: sadie sal sallie sally
sebastian: seb | sidney: sid | simeon: sim | solomon: sol | sophia: sophie | stephen: steve stevie
steven: steve stevie | stewart: stew | susan: sue sukey susie | susanna: sue sukey susie | susannah: sue sukey susie
sylvester: sly | terence: terry | theodora: dora thea | theodore: ted teddy theo | theophilus: theo
theresa: terry tess tessie | thomas: tam tom tommie tommy | timothy: tim timmy | tobias: toby | ursula: ursie
valentine: val | victor: vic | victoria: queenie tory vicky | vincent: vin vince | violet: vi | virginia: ginny
walter: wally walt wat | wilfred: wilf | wilhelmina: mina minnie willa | william: bill billie billy will willie willy
winifred: freda win winnie | zachariah: zac zach zack | zachary: zac zach zack
"""
