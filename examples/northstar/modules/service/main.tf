# A stateless service behind a name.

variable "name" {
  type = string
}

variable "image" {
  type = string
}

variable "instances" {
  type = number
}

resource "terraform_data" "service" {
  input = {
    name      = var.name
    image     = var.image
    instances = var.instances
  }
}

resource "terraform_data" "dns" {
  input = "${var.name}.northstar.example"
}

output "address" {
  value = terraform_data.dns.output
}
