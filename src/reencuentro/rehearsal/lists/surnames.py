"""Surnames by name culture, the most frequent first: rank alone sets how often each is drawn.

The order follows what is known of the civil registers of Guatemala, Honduras, El Salvador and Mexico.
"""

from reencuentro.rehearsal.lists import listed

SPANISH = listed("""
    López Hernández García Martínez Pérez Rodríguez González Ramírez Morales Gómez Vásquez Cruz Reyes Mejía Castillo
    Flores Rivera Ramos Méndez Sánchez Díaz Torres Ortiz Mendoza Juárez Chávez Aguilar Castro Velásquez Gutiérrez
    Guzmán Romero Domínguez Orellana Álvarez de_León Miranda Alvarado Estrada Santos Escobar Jiménez Ruiz Rosales
    Contreras Cabrera Vargas Lemus Barrios Pineda Zelaya Maldonado Monzón Rivas Fuentes Herrera Recinos Aguirre
    Godoy Figueroa Medina Alvarenga Portillo Funes Argueta Amaya Bonilla Paz Murillo Sosa Salazar Villatoro Molina
    Guerra Ordóñez Cardona Duarte Euceda Banegas Padilla Canales Menjívar Guevara Marroquín Franco Ventura
    Mazariegos Calderón Lara Valle Ayala Soto Navarro Campos Peña Cáceres Pacheco de_la_Cruz Rosa Solís Zavala
    Sandoval Andino Espinoza Carranza Henríquez Montoya Salguero Suárez Varela Nájera Villeda Sagastume Quintanilla
    Serrano Arévalo Barahona Galdámez Benítez Cerrato Erazo Izaguirre Lagos Leiva Lobo Madrid Matute Núñez Oliva
    Oseguera Palma Perdomo Posadas Rápalo Sabillón Santamaría Tejada Turcios Urbina Valladares Zúñiga Ávila Bautista
    Bolaños Carías Cartagena Chacón Chicas Cifuentes Coreas Cornejo Corado Escalante Escalón Esquivel Fajardo
    del_Cid Gálvez Girón Granados Guardado Hidalgo Interiano Landaverde Linares Luna Machado Marín Melgar Merino
    Montes Mora Moreno Najarro Ochoa Ortega Osorio Palacios Paredes Pleitez Polanco Quezada Quijada Quiroz Rauda
    Rosario Saravia Sarmiento Segovia Sierra Sorto Tobar Trejo Trujillo Umaña Valencia Vega Velasco Vides Villalobos
    Villanueva Zamora Zepeda de_Jesús de_Paz de_la_O Montes_de_Oca Ponce_de_León
""")

KICHE = listed("""
    Tzoc Ixcoy Tum Ajú Chaj Tzul Ixcotoyac Batz Chávez Us Lux Pú Tiu Ajanel Tojín Calel Sapón Tax Yac Chuc Xiloj
    Pixcar Quiej Zapeta Cuyuch Ventura Saquic Chitay Tol Ixtos Ajtún Coxaj Guarchaj Tambriz Ixmatá Tzep Hernández
    Cux Menchú Tzunux Canil Vicente Pacheco Toj Sacalxot Chox Racancoj Coyoy Poncio Ordóñez Pérez López García
""")

MAM = listed("""
    Pérez Ramírez Jerónimo Domingo Matías Pablo Godínez Aguilón Ortiz Gabriel Maldonado Sales Mendoza Velásquez
    Chilel Escalante Ramos Carrillo Tomás Ordóñez Bámaca Tojil Cinto Guzmán Aguilar Ruiz Vail Crisóstomo Coronado
    Jacinto Lucas Felipe Sicán Méndez Ailón Calmo Cabrera Marcos Bautista Funes Morales López Vicente Mejía Grijalva
    Bravo
""")

QEQCHI = listed("""
    Caal Choc Pop Ical Xol Chub Coc Tec Cucul Tiul Cac Xo Che Pec Rax Sacul Maquín Ichich Ba Bol Botzoc Cuc Chen
    Chun Coy Cholom Ac Tzub Tut Tot Yat Pan Paau Xi Xoy Cabnal Quib Mucú Max Sub Saquí Acté Chocooj Bac Caz Mo Col
    Tzí Tox Rey Teni Icó Cho Yaxcal Putul Caál Seb Asig Ixim Toc
""")

QANJOBAL = listed("""
    Pascual Francisco Andrés Juan Pedro Diego Sebastián Mateo Domingo Miguel Nicolás Marcos Antonio Gaspar Esteban
    Tomás José Lucas Baltazar Simón Ramón Manuel Alonzo Jiménez Martín Felipe Lorenzo Bartolo Toledo Gómez Ramírez
    Basilio Gonzalo Virves Cristóbal Nolasco Mendoza Velasco
""")

PORTUGUESE = listed("""
    da_Silva dos_Santos Oliveira de_Souza Pereira Rodrigues Alves Ferreira Lima Gomes Ribeiro Martins Carvalho
    Almeida Costa Soares Rocha Dias Barbosa Nunes Moreira Cardoso Teixeira Mendes Freitas Vieira Machado Batista
    Campos Moura Araújo Fernandes
""")

ROMANIAN = listed("""
    Stan Dumitru Rostaș Lăcătuș Ciurar Covaci Muntean Gheorghe Constantin Radu Moldovan Boldor Varga Calderar Mihai
    Costache Tudor Lingurar Ursaru Cirpaci Feraru Linguraru Baciu Neagu
""")

HAITIAN = listed("""
    Jean Pierre Joseph Charles Louis François Michel Étienne Saint-Fleur Augustin Désir Toussaint Dorvil Estimé
    Petit-Frère Exantus Laguerre Jean-Baptiste Jean-Louis Cadet Fils-Aimé Baptiste Noël Célestin
""")
