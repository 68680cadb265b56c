"""Invented names from many places, each used once. Who is called like one of them is meant by nobody."""

from collections.abc import Iterator
from random import Random

FIRST = """
Abena Adriana Aiko Alba Amara Amina Anders Anita Anouk Aoife Arjun Asha Beatriz Bjorn Brooke Bruno Caleb Camila Carmen
Cedric Chiara Clara Corinne Dalia Darnell Deepa Delia Demetrius Devi Diego Dina Ebony Edith Eleni Elijah Emeka Esme
Esther Fatima Felix Fiona Flora Gemma Gideon Greta Gwen Hana Hassan Hazel Helena Ida Imani Ines Ingrid Iris Ivy Jamal
Janelle Jasmin Joaquin Jolene Jonas Josefina Juniper Kaia Kalani Kamala Kavya Keiko Kenji Keola Lakota Lars Latoya
Leila Leticia Liam Lina Lucia Mai Malik Mara Marcus Marisol Mateo Mei Mina Miriam Moana Nadia Naomi Nell Nia Noor
Odette Olena Omar Paloma Petra Priya Quinn Rafael Renata Rosalind Sadie Salma Sanjay Selah Simone Soren Tallulah
Tamika Tariq Tessa Thandi Tobias Umar Valentina Vera Wanda Wren Xiomara Yael Yara Yusuf Zadie Zora
"""
LAST = """
Abernathy Achebe Aldana Alvarado Amundsen Applewhite Arellano Bancroft Barzani Beaufort Bellweather Bjornstad
Blackfeather Boateng Bonheur Brightwater Cardoso Castellano Chandra Chaudhry Cloutier Coldwell Cordova Czerny Dahlgren
Dembele Deveraux Dhillon Diallo Dominguez Drummond Eastman Eklund Escobedo Fairbanks Farouk Featherstone Figueroa
Fitzroy Fontenot Gallardo Garland Ghosh Goodwater Grimaldi Halloran Hashimoto Hawthorne Hemlock Hoang Holloway Ibarra
Iyer Jaramillo Jimenez-Roe Kahale Kamaka Kapoor Kaya Kimura Kowalczyk Kwan Lachance Laskaris Lindqvist Lockhart
Lonewolf Maddox Malhotra Mbeki Merriweather Mikkelsen Moreau Nakagawa Nazari Ngata Nguyen Northcott Novak Obi Ochoa
Okonjo Ortega Osei Overstreet Pacheco Palmer-Diaz Penhaligon Pham Quesada Quill Rahimi Ramaswamy Redhawk Ridgeway
Rosenthal Sandoval Santangelo Schaefer Sepulveda Shah Silversmith Sorensen Stavros Steinberg Sundberg Szabo Takeda
Tanaka Tavares Thibodeaux Thornberry Tran Underhill Valdivia Vanterpool Vasquez Voss Wainwright Whitaker Whitehorse
Xiong Yamamoto Yazzie Zaman Zapata Zielinski
"""


def names(random: Random) -> Iterator[str]:
    """First and last names, no last name twice before all were used."""
    firsts, lasts = FIRST.split(), LAST.split()
    while True:
        random.shuffle(firsts)
        random.shuffle(lasts)
        yield from (f"{first} {last}" for first, last in zip(firsts, lasts, strict=False))
