/** Words, names and numbers that are rare and no secrets: a writer has them once in a text. */
export const ordinaryTerms: readonly string[] = `
OpenStreetMap|OpenStreetMapFoundation|PostgreSQL|TypeScript|JavaScript|GitHub|GitLab|YouTube|LinkedIn|WhatsApp|PayPal|iPhone|iPadOS|macOS
LaTeX|BibTeX|MathWorks|MySQL|SQLite|NumPy|PyTorch|TensorFlow|CUDA|OpenGL|WebAssembly|Node.js|Vue.js|Next.js|Booking.com|Amazon.com|Last.fm
McDonald|MacDonaldMcIntyre|O'Brien|D'Artagnan|FitzGerald|VanDyke|DeLorean|LaGuardia|DuPont|MacBookPro|PowerPoint|AutoCAD|QuickTime|AirPods
Fahrenheit-451|Catch-22|Apollo-11|COVID-19|SARS-CoV-2|F-16|MiG-29|Boeing 747-400|Airbus A380-800|R2-D2|C-3PO|HAL-9000|THX-1138|U-571|WH-1000XM5
RTX4090|i7-12700K|Ryzen-7|GTX-1080|USB-C|HDMI-2.1|PlayStation-5|Xbox-360|Win32|x86|ARM64|MP3|MP4|H.264|WD-40|7-Eleven|3M|V8|A4|B2B|4x4|24/7
H2O|CO2|H2SO4|NaHCO3|C8H10N4O2|C12H22O11|K2Cr2O7|CH3CH2OH|Fe2O3|CaCO3|KMnO4|Al2O3|NH4NO3|C6H12O6|HNO3|Na2S2O3
methylxanthine|dichlorodiphenyltrichloroethane|deoxyribonucleic|acetylsalicylic|benzodiazepine|hydroxychloroquine|polytetrafluoroethylene
ethylenediaminetetraacetic|tetrahydrocannabinol|phenylketonuria|triiodothyronine|chlorofluorocarbon|sulfamethoxazole|2,4-dinitrophenol
1,3,7-trimethylxanthine|N-acetylcysteine|5-hydroxytryptophan|omega-3|vitamin-B12|alpha-tocopherol|pneumonoultramicroscopicsilicovolcanoconiosis
978-3-16-148410-0|978-0-306-40615-7|0-306-40615-2|978-0-14-143951-8|979-10-90636-07-1|ISBN 3-540-42580-2|1851|1492|2024|1984|1066|476|1848
1914-1918|1939-1945|1789-1799|1990s|mid-1990s|18th|21st|1st|2nd|3rd|10-year-old|19th-century|2024-01-31|31.01.2024|1/2/2023|24/12/1914|20240131
12:30|23:59:59|6:45|1,000,000|12.345.678|1 000 000|3.14159265358979|2.71828|299792458 m|299,792,458|186282|384400|149597870|6371|8848|10994
123456|654321|100000|250000|1048576|65536|32768|16777216|4096|1024|2048|90210|10115|75001|20095|110001|101000|12345|99999|80331
1.2.3.4|v1.2.3|2.0.0-beta.1|10.15.7|3.11.4|v20.11.0|5.15.0-91|0.1.0|18.04|22.04|1.0|RFC2616|RFC-7231|ISO-8601|ISO-9001|IEEE-754|UTF-8|EN-13757|DIN-476
BWV-1080|K-550|op. 27|Op.131|Z.626|D-960|NGC-6543|M31|PSR B1919+21|HD-209458|Kepler-452b|TRAPPIST-1e|GJ-1214b|K2-18b|WASP-12b|3C-273|GW150914
E = mc|E=mc²|x=5|a²+b²=c²|F=ma|C++17|C++20|C#|F#|.NET|ASP.NET|R&D|AT&T|Q&A|rock'n'roll|Marks&Spencer|H&M|B&Q|50%|US$100|AU$250|€1.99|£20
Szczebrzeszyn|Brzęczyszczykiewicz|Wrocław|Łódź|Bydgoszcz|Świnoujście|Przemyśl|Częstochowa|Rzeszów|Grzegorz|Krzysztof|Zbigniew|Jędrzejewski
Llanfairpwllgwyngyll|Aberystwyth|Ynysybwl|Pwllheli|Rhosllanerchrugog|Eyjafjallajökull|Þingvellir|Hafnarfjörður|Reykjavík|Vatnajökull|Snæfellsnes
Dnipropetrovsk|Zaporizhzhia|Khmelnytskyi|Chișinău|Târgu-Mureș|Székesfehérvár|Hódmezővásárhely|Nyíregyháza|Kecskemét|Ljubljana|Dubrovnik|Krk|Brčko
Ouagadougou|Antananarivo|N'Djamena|Bujumbura|Ngorongoro|Kilimanjaro|Mbabane|Nkrumah|Mbeki|Tshwane|Bloemfontein|Pietermaritzburg|Mpumalanga|Qunu
Popocatépetl|Quetzalcóatl|Tenochtitlan|Xochimilco|Huitzilopochtli|Oaxaca|Tlaxcala|Ixtapa|Chichén-Itzá|Ciudad-Juárez|Tegucigalpa|Aconcagua
Guangzhou|Xi'an|Zhengzhou|Qingdao|Chongqing|Shijiazhuang|Hsinchu|Xuzhou|Ürümqi|Kyrgyzstan|Tajikistan|Ulaanbaatar|Uzbekistan|Turkmenbashi|Samarqand
Thiruvananthapuram|Visakhapatnam|Tiruchirappalli|Kozhikode|Mahabharata|Bhagavad-Gita|Krishnamurti|Ramakrishna|Jyotirlinga|Chhattisgarh|Jharkhand
Kuala-Lumpur|Yogyakarta|Ho-Chi-Minh|Nguyễn|Phnom-Penh|Suvarnabhumi|Chulalongkorn|Ayutthaya|Naypyidaw|Mandalay|Shwedagon|Borobudur|Prambanan
Donaudampfschifffahrtsgesellschaft|Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz|Kraftfahrzeughaftpflichtversicherung
Streichholzschächtelchen|Rechtsschutzversicherungsgesellschaften|Angstschweiß|Borschtsch|Fußballweltmeisterschaft|Geschwindigkeitsbegrenzung
Schlumpf|Pfropfreis|Kopfschmerztablette|Arbeiterunfallversicherungsgesetz|Zwetschgenknödel|Eichhörnchen|Schwarzwälder|Nordrhein-Westfalen
anticonstitutionnellement|œuvre|Châlons-en-Champagne|Saint-Étienne-du-Rouvray|Villeneuve-d'Ascq|porte-monnaie|arc-en-ciel|aujourd'hui|Lévi-Strauss
electroencefalografista|esternocleidomastoideo|Extremadura|Guadalajara|Vitoria-Gasteiz|Donostia|Euskadi|Gipuzkoa|L'Hospitalet|Sant-Cugat
precipitevolissimevolmente|Castellammare|Reggio-Emilia|Valtellina|Südtirol|Trentino-Alto-Adige|inconstitucionalissimamente|Florianópolis
antidisestablishmentarianism|floccinaucinihilipilification|honorificabilitudinitatibus|supercalifragilisticexpialidocious|rhythm|syzygy|crwth|cwm
strengths|twelfths|jackdaws|sphinx|quartz|zephyr|onyx|phthisis|bdellium|mnemonic|pterodactyl|tmesis|xylophone|ytterbium|zwieback|qwerty|Mxyzptlk|tsktsk
mother-in-law|merry-go-round|jack-o'-lantern|state-of-the-art|up-to-date|well-known|forget-me-not|son-of-a-gun|twenty-one|half-past-three|T-shirt
X-ray|e-mail|co-operate|re-elect|vis-à-vis|tête-à-tête|laissez-faire|coup-d'état|deutsch-französisch|Baden-Württemberg|Rheinland-Pfalz|U-Bahn|S-Bahn
Достоевский|Преображенская|превысокомногорассмотрительствующий|Калининград-на-Преголе|человеконенавистничество|Электросталь|Ростов-на-Дону
北京大学|東京都|株式会社|微積分学|新宿御苑|หนังสือพิมพ์|Αθήνα|Θεσσαλονίκη|ηλεκτροεγκεφαλογράφημα|ירושלים|القاهرة|대한민국|서울특별시
Knightsbridge|Worcestershire|Schiphol|Ijsselmeer|'s-Hertogenbosch|Scheveningen|Kyiv|Vyshyvanka|Zmrzlina|Čtvrthrst|Smrž|İstanbul|Kahramanmaraş|Çanakkale
W3C|S3|EC2|PS5|N95|Q4|G20|K-9|B-52|M4A1|AK-47|T-1000|Mark IV|Louis XIV|Henry VIII|Model-T|Route-66|Area-51|Blink-182
NASA|UNESCO|NATO|HIV|DNA|mRNA|eBay|iOS|ABBA|AC/DC|MGMT|KPMG|BBVA|HSBC|PwC|TCP/IP|HTTP/2|I/O|and/or|he/she|km/h|s/he|w/o|9/11|c/o
`
  .split(/[|\n]/)
  .map((term) => term.trim())
  .filter((term) => term !== '');
