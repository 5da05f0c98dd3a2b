"""Given names by sex and name culture, the most frequent first."""

from reencuentro.rehearsal.lists import listed

SPANISH_FEMALE = listed("""
    María Ana Juana Rosa Karla Sandra Wendy Marta Carmen Gloria Yesenia Dilcia Reina Blanca Norma Silvia Claudia
    Glenda Mirna Josefina Elena Lucía Isabel Patricia Marleny Ingrid Mayra Lesbia Heidy Sonia Evelyn Delmy Iris
    Suyapa Mercedes Angélica Teresa Marlen Leticia Yolanda Gabriela Andrea Daniela Sofía Valeria Ximena Camila
    Fernanda Alejandra Guadalupe Lorena Verónica Beatriz Catalina Cecilia Cristina Dolores Dora Dulce Edith
    Elizabeth Elsa Elvia Emilia Emma Ericka Esmeralda Esperanza Estela Ester Eva Evangelina Fátima Flor Floridalma
    Francisca Genesis Graciela Griselda Hilda Idalia Ileana Inés Irma Jacqueline Jennifer Jessica Johana Jazmín
    Julia Juliana Karen Karina Katherine Keila Kenia Laura Lilian Liliana Lidia Ligia Linda Lizbeth Lourdes Luisa
    Luz Magdalena Maribel Maricela Mariela Marina Maritza Martina Matilde Melany Melissa Meylin Mildred Milagro
    Mónica Nancy Natalia Nelly Nicole Nidia Noemí Nohemí Nora Olga Olivia Oneida Paola Paula Petrona Pilar Priscila
    Ramona Raquel Rebeca Rocío Roxana Rosaura Rubia Rosibel Rosario Rut Sara Selena Sandy Santa Sarai Sheila Sheyla
    Sindy Soledad Stephanie Susana Tatiana Tania Telma Tomasa Valentina Vanessa Victoria Vilma Virginia Vicenta
    Vivian Viviana Yadira Yamileth Yanira Yaneth Yeimi Yessica Yolany Yosselin Zoila Zulma Abigail Adela Adriana
    Aida Alba Alicia Alma Amalia Amanda Amparo Araceli Argentina Ashley Astrid Aura Aurora Belinda Berta Brenda
    Brittany Carolina Concepción Corina Cinthia Denia Deysi Diana Dina Ada Dania Francis
""")

SPANISH_MALE = listed("""
    José Juan Luis Carlos Miguel Pedro Manuel Francisco Jorge Mario Santos Marvin Kevin Brayan Elmer Wilmer Oscar
    Selvin Edwin Nelson Antonio Jesús Ángel Víctor César Rolando Mynor Byron Rudy Walter Henry Anderson Axel
    Cristian Daniel David Diego Eduardo Emerson Eric Ernesto Esteban Fernando Franklin Fredy Gabriel Gerson Gilberto
    Guillermo Héctor Hugo Ismael Iván Javier Jefferson Joel Jonathan Josué Julio Lorenzo Marco Marcos Mateo Melvin
    Moisés Noé Noel Omar Orlin Osman Pablo Ramón Raúl René Ricardo Roberto Rodrigo Rubén Samuel Santiago Saúl
    Sebastián Sergio Tomás Ulises Wilson William Yefri Abel Abraham Adán Adolfo Adrián Alan Alberto Aldo Alejandro
    Alex Alexander Alexis Alfonso Alfredo Allan Álvaro Amílcar Andrés Aníbal Armando Arnoldo Arturo Augusto Aurelio
    Baltazar Benjamín Bernardo Carmelo Celso Ciro Concepción Cristóbal Darwin Delmer Denis Dennis Domingo Donaldo
    Douglas Edgar Edgardo Efraín Elías Eliseo Elvin Emanuel Emilio Enrique Erick Esdras Eugenio Eulalio Everardo
    Ever Ezequiel Fabio Fabricio Felipe Félix Fidel Gaspar Genaro Geovany Gerardo Germán Gonzalo Gregorio Gustavo
    Heber Hernán Humberto Ignacio Isaac Isaías Isidro Jaime Jairo Jeremías Jerson Joaquín Joshua Julián Justo Kener
    Lázaro Leonardo Leonel Lester Leandro Lucas Macario Marcelino Mariano Martín Mauricio Maynor Maximiliano Misael
    Natanael Nery Nicolás Norman Octavio Olvin Orlando Otto Pascual Porfirio Rafael Ramiro Reinaldo Rigoberto
    Rogelio Romeo Ronald Roni Salvador Santos Sandro Secundino Tito Timoteo Valentín Vicente Vidal Vinicio Wilfredo
    Yonatan Yovani Zacarías
""")

MAYA_FEMALE = listed("""
    María Juana Catarina Ana Candelaria Petrona Micaela Manuela Tomasa Magdalena Dominga Angelina Eulalia Isabela
    Francisca Rosa Elena Marta Josefa Lucía Sebastiana Paulina Cristina Matilde Margarita Teresa Olga Rosalía
    Martina Irma Elvira Carmelina Herlinda Florinda Aurelia Nicolasa Santa Gregoria Ixchel Ixmucané Nikté Xoc Ofelia
    Amalia Vilma Zoila Pascuala Lorenza Feliciana Fabiana
""")

MAYA_MALE = listed("""
    Juan Pedro Miguel Diego Francisco Sebastián Pascual Domingo Mateo Andrés Gaspar Tomás Manuel Santiago José
    Nicolás Antonio Marcos Baltazar Lucas Felipe Martín Esteban Mariano Lorenzo Ricardo Santos Bartolo Isaías Efraín
    Marcelino Eusebio Gregorio Feliciano Abelino Balam Cirilo Vicente Agustín Rigoberto Rolando Mario Alfonso Emilio
    Crisanto Ermelindo Obispo Rosendo Macario
""")

PORTUGUESE_FEMALE = listed("""
    Maria Ana Juliana Aline Camila Fernanda Letícia Larissa Gabriela Beatriz Patrícia Luana Vitória Raquel Tatiane
    Rafaela Lúcia Eduarda Yasmin Simone Eliane Cláudia
""")

PORTUGUESE_MALE = listed("""
    João José Lucas Pedro Gabriel Matheus Rafael Carlos Thiago Bruno Felipe Leonardo Gustavo Rodrigo Marcelo
    Vinícius Wagner Wesley Diego Caio Enzo Davi
""")

ROMANIAN_FEMALE = listed("""
    Maria Elena Ana Ioana Andreea Mihaela Alexandra Cristina Florentina Roxana Denisa Sidonia Crina Ramona Rebeca
    Estera
""")

ROMANIAN_MALE = listed("""
    Ion Andrei Alexandru Gheorghe Florin Marian Ionuț Nicolae Vasile Samuel David Adrian Cristian Denis Rareș Petru
""")

HAITIAN_FEMALE = listed("""
    Marie Rose Guerline Fabiola Mirlande Widline Nadège Ketly Islande Daphnée Lovelie Roseline Micheline Esther
    Judith Carline
""")

HAITIAN_MALE = listed("""
    Jean Wilner Frantz Emmanuel Samuel Jacques Reginald Dieudonné Evens Ricardo Stanley Woodly Junior Kervens
    Jocelyn Wisly
""")

NICKNAMES: dict[str, tuple[str, ...]] = {
    "Alejandra": ("Ale",), "Alejandro": ("Alex", "Jano"), "Alfredo": ("Fredy",), "Ana": ("Anita",),
    "Antonio": ("Toño",), "Beatriz": ("Bety",), "Carlos": ("Carlitos",), "Carmen": ("Carmencita",),
    "Catarina": ("Cata",), "Concepción": ("Concha",), "Daniel": ("Dany",), "Dolores": ("Lola",), "Eduardo": ("Lalo",),
    "Elizabeth": ("Eli",), "Enrique": ("Quique",), "Ernesto": ("Neto",), "Esperanza": ("Lancha",),
    "Fernando": ("Nando",), "Francisca": ("Paquita", "Chica"), "Francisco": ("Paco", "Chico", "Pancho"),
    "Gabriela": ("Gaby",), "Graciela": ("Chela",), "Gregorio": ("Goyo",), "Guadalupe": ("Lupita", "Lupe"),
    "Guillermo": ("Memo",), "Héctor": ("Tito",), "Humberto": ("Beto",), "Ignacio": ("Nacho",), "Isabel": ("Chabela",),
    "Jesús": ("Chus", "Chuy"), "Jorge": ("Coque",), "José": ("Chepe", "Pepe"), "Josefina": ("Chepita", "Pina"),
    "Juan": ("Juancho", "Juanito"), "Juana": ("Juanita",), "Leticia": ("Lety",), "Lorenzo": ("Lencho",),
    "Lucía": ("Lucy",), "Luis": ("Luisito", "Güicho"), "Magdalena": ("Magda",), "Manuel": ("Manolo", "Meme"),
    "Manuela": ("Manuelita",), "Margarita": ("Mago",), "Mario": ("Mayito",), "María": ("Mari", "Marilla"),
    "Marta": ("Martita",), "Mercedes": ("Meches",), "Micaela": ("Mica",), "Miguel": ("Migue", "Mincho"),
    "Patricia": ("Paty",), "Pedro": ("Perico",), "Petrona": ("Petra",), "Rafael": ("Rafa",), "Ramón": ("Moncho",),
    "Ricardo": ("Richard",), "Roberto": ("Beto",), "Rosa": ("Rosita",), "Rosario": ("Chayo",),
    "Salvador": ("Chamba",), "Santiago": ("Chago",), "Sebastián": ("Chano",), "Sofía": ("Sofi",), "Teresa": ("Tere",),
    "Tomás": ("Tomasito",), "Verónica": ("Vero",), "Vicente": ("Chente",), "Yolanda": ("Yoli",),
}  # fmt: skip
